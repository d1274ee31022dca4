import { stageTag } from '../../infra/backend/user-pool';
import { type StageSettings, stages } from '../../infra/stages';
import { services } from '../../services';
import { stageTemplates } from './stage-templates';
import { ofType, type StackTemplate, theOnly } from './synthesise';

const [dev] = stages as [StageSettings];
const guarded = { ...dev, name: 'guarded', firewall: { requestsPerAddress: 2000 } };
const { Dev, Prod, Guarded } = stageTemplates([...stages, guarded]) as {
  Dev: StackTemplate;
  Prod: StackTemplate;
  Guarded: StackTemplate;
};

const idOf = (template: StackTemplate, type: string) =>
  Object.entries(template.Resources).find(([, { Type }]) => Type === type)?.[0];

describe('the user pool', () => {
  test.each([
    ['dev', Dev, 'INACTIVE', 'Delete'],
    ['prod', Prod, 'ACTIVE', 'Retain'],
  ])(
    'of %s is protected as its stage says, and can be told from others',
    (stage, template, protection, policy) => {
      const pool = theOnly(template, 'AWS::Cognito::UserPool');
      expect(pool).toMatchObject({ DeletionPolicy: policy, UpdateReplacePolicy: policy });
      expect(pool.Properties).toMatchObject({
        DeletionProtection: protection,
        UserPoolName: `groundwork-${stage}`,
        UserPoolTags: { [stageTag]: stage },
      });
    },
  );

  test('lets people sign up by e-mail, with a strong password, and sends no text messages', () => {
    expect(theOnly(Dev, 'AWS::Cognito::UserPool').Properties).toMatchObject({
      AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_email', Priority: 1 }] },
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: false },
      AutoVerifiedAttributes: ['email'],
      EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
      Policies: {
        PasswordPolicy: {
          MinimumLength: 12,
          RequireLowercase: true,
          RequireNumbers: true,
          RequireSymbols: true,
          RequireUppercase: true,
          TemporaryPasswordValidityDays: 3,
        },
      },
      UsernameAttributes: ['email'],
      UsernameConfiguration: { CaseSensitive: false },
    });
  });

  test('has one client, for a website that can keep no secret', () => {
    const { Properties } = theOnly(Prod, 'AWS::Cognito::UserPoolClient');
    expect(Properties).toEqual({
      AccessTokenValidity: 60,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthScopes: ['openid', 'email'],
      CallbackURLs: ['https://www.example.com/'],
      ClientName: 'website',
      EnableTokenRevocation: true,
      ExplicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      GenerateSecret: false,
      IdTokenValidity: 60,
      LogoutURLs: ['https://www.example.com/'],
      PreventUserExistenceErrors: 'ENABLED',
      RefreshTokenValidity: 43200,
      SupportedIdentityProviders: ['COGNITO'],
      TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'minutes' },
      UserPoolId: { Ref: idOf(Prod, 'AWS::Cognito::UserPool') },
    });
  });

  test('has a page to sign in on, at an address that no other account can have taken', () => {
    expect(theOnly(Dev, 'AWS::Cognito::UserPoolDomain').Properties.Domain).toEqual({
      'Fn::Join': ['', ['groundwork-dev-', { Ref: 'AWS::AccountId' }]],
    });
  });
});

describe('the authorizer', () => {
  test('takes tokens of the stage’s own pool for its own client, and looks at each of them', () => {
    expect(theOnly(Dev, 'AWS::ApiGateway::Authorizer').Properties).toEqual({
      AuthorizerResultTtlInSeconds: 0,
      IdentitySource: 'method.request.header.Authorization',
      IdentityValidationExpression: {
        'Fn::Join': ['', ['^', { Ref: idOf(Dev, 'AWS::Cognito::UserPoolClient') }, '$']],
      },
      Name: expect.any(String),
      ProviderARNs: [{ 'Fn::GetAtt': [idOf(Dev, 'AWS::Cognito::UserPool'), 'Arn'] }],
      RestApiId: { Ref: idOf(Dev, 'AWS::ApiGateway::RestApi') },
      Type: 'COGNITO_USER_POOLS',
    });
  });

  test('is asked by every route that is not public, and takes id tokens there: no method has a scope', () => {
    const routes = services.flatMap(({ contract }) => Object.values(contract.routes));
    const open = routes.filter((route) => route.public).map(({ method }) => method);
    const methods = ofType(Dev, 'AWS::ApiGateway::Method').map(({ Properties }) => Properties);
    const functions = methods.filter(({ Integration }) => Integration.Type === 'AWS_PROXY');
    expect(functions).toHaveLength(routes.length);
    const unasked = functions.filter(({ AuthorizationType }) => AuthorizationType === 'NONE');
    expect(unasked.map(({ HttpMethod }) => HttpMethod)).toEqual(open);
    for (const { AuthorizationType, AuthorizerId, AuthorizationScopes } of functions) {
      expect(AuthorizationScopes).toBeUndefined();
      if (AuthorizationType === 'NONE') continue;
      expect(AuthorizationType).toBe('COGNITO_USER_POOLS');
      expect(AuthorizerId).toEqual({ Ref: idOf(Dev, 'AWS::ApiGateway::Authorizer') });
    }
    expect(open).toEqual(['GET']);
  });

  test('turns away with 401, in the shape of every error, and says how to sign in', () => {
    const responses = ofType(Dev, 'AWS::ApiGateway::GatewayResponse').map(({ Properties }) => Properties);
    const refusals = responses.filter(({ StatusCode }) => StatusCode === '401');
    expect(refusals.map(({ ResponseType }) => ResponseType).sort()).toEqual([
      'EXPIRED_TOKEN',
      'UNAUTHORIZED',
    ]);
    for (const { ResponseParameters, ResponseTemplates } of refusals) {
      expect(ResponseParameters['gatewayresponse.header.WWW-Authenticate']).toBe("'Bearer'");
      expect(ResponseTemplates['application/json']).not.toContain('$context.error');
    }
    for (const { ResponseParameters, StatusCode } of responses) {
      if (StatusCode !== '401')
        expect(Object.keys(ResponseParameters).join()).not.toContain('WWW-Authenticate');
    }
  });
});

describe('limits', () => {
  test('whoever is throttled is told in the shape of every error when to try again', () => {
    const [throttled] = ofType(Dev, 'AWS::ApiGateway::GatewayResponse').filter(
      ({ Properties }) => Properties.ResponseType === 'THROTTLED',
    );
    expect(throttled?.Properties.StatusCode).toBe('429');
    expect(throttled?.Properties.ResponseParameters['gatewayresponse.header.Retry-After']).toBe("'1'");
  });

  test('there is a firewall where a stage asks for one, in front of its API, and nowhere else', () => {
    const { Rules, Scope, DefaultAction } = theOnly(Guarded, 'AWS::WAFv2::WebACL').Properties;
    expect({ Scope, DefaultAction }).toEqual({ Scope: 'REGIONAL', DefaultAction: { Allow: {} } });
    expect(Rules.map(({ Name }: { Name: string }) => Name)).toEqual(['IllRepute', 'TooMany']);
    expect(Rules[1]).toMatchObject({
      Action: { Block: {} },
      Statement: { RateBasedStatement: { AggregateKeyType: 'IP', EvaluationWindowSec: 300, Limit: 2000 } },
    });
    const association = theOnly(Guarded, 'AWS::WAFv2::WebACLAssociation').Properties;
    expect(association.WebACLArn).toEqual({ 'Fn::GetAtt': [idOf(Guarded, 'AWS::WAFv2::WebACL'), 'Arn'] });
    expect(JSON.stringify(association.ResourceArn)).toContain(
      String(idOf(Guarded, 'AWS::ApiGateway::Stage')),
    );
    expect(JSON.stringify(Guarded)).not.toContain('"SampledRequestsEnabled":true');
    expect(ofType(Dev, 'AWS::WAFv2::WebACL')).toEqual([]);
  });
});
