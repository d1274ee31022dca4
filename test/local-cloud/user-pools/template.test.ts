import { unsupportedIn } from '../../../infra/local-cloud/assembly/unsupported';
import { readUserPools } from '../../../infra/local-cloud/user-pools/definition/read-user-pools';
import { ABSENT, stack, type TemplateSpec } from './support/template';

test('pools, clients and domains have names as Cognito gives them, the same every time', () => {
  const outputs = (spec?: TemplateSpec) =>
    Object.fromEntries(
      Object.entries(stack(spec).template.Outputs).map(([name, { Value }]) => [name, Value]),
    );
  const { PoolId, ...rest } = outputs();
  expect(PoolId).toMatch(/^eu-central-1_[\da-z]{9}$/);
  expect(rest).toEqual({
    PoolArn: `arn:aws:cognito-idp:eu-central-1:111122223333:userpool/${PoolId}`,
    ProviderName: `cognito-idp.eu-central-1.amazonaws.com/${PoolId}`,
    ProviderURL: `https://cognito-idp.eu-central-1.amazonaws.com/${PoolId}`,
    UserPoolId: PoolId,
    ClientId: expect.stringMatching(/^[\da-z]{26}$/),
    Domain: 'shop-dev',
  });
  expect(outputs({ pool: { UserPoolName: 'other' } })).toMatchObject({ PoolId, ClientId: rest.ClientId });
});

/** What is named as not run here. */
const named = (spec: TemplateSpec) => readUserPools([stack(spec)]).unsupported;

const usual = [
  'Users: a forgotten password is not reset here; sign up with another address',
  'Users: users cannot set up a second factor',
];

test('of what a website needs, little is not run, and it is named once', () => {
  expect(named({})).toEqual(usual);
  expect(unsupportedIn(stack())).toEqual([]);
});

test('a pool without these has nothing to name', () => {
  const pool = { MfaConfiguration: 'OFF', AccountRecoverySetting: ABSENT };
  expect(named({ pool })).toEqual([]);
});

test.each([
  [{ MfaConfiguration: 'ON' }, 'a second factor is not asked for; the password is enough'],
  [
    { LambdaConfig: { PreSignUp: 'arn', PostConfirmation: 'arn' } },
    'Lambda triggers (PreSignUp, PostConfirmation) are not called',
  ],
  [{ SmsConfiguration: {} }, 'no text message (SMS) is sent'],
  [{ AliasAttributes: ['email'] }, 'users have no aliases to sign in with'],
  [
    { UsernameAttributes: ['email', 'phone_number'] },
    'phone numbers are neither verified nor signed in with',
  ],
  [
    { UserPoolAddOns: { AdvancedSecurityMode: 'ENFORCED' } },
    'threat protection: sign-ins are not judged for their risk',
  ],
  [{ DeviceConfiguration: {} }, 'devices are not remembered'],
  [
    { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] } } },
    'users sign in with passwords only',
  ],
  [
    { Policies: { PasswordPolicy: { PasswordHistorySize: 3 } } },
    'a password that was used before is not refused',
  ],
  [
    { VerificationMessageTemplate: { DefaultEmailOption: 'CONFIRM_WITH_LINK' } },
    'a code is sent instead of a link to confirm with',
  ],
  [{ WebAuthnRelyingPartyID: 'example.com' }, 'property WebAuthnRelyingPartyID has no effect here'],
])('of a pool with %j it is said that %s', (pool, words) => {
  expect(named({ pool })).toContain(`Users: ${words}`);
});

test.each([
  [{ GenerateSecret: true }, 'the client has no secret here, and none is asked for'],
  [{ ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'] }, 'sign-in by the SRP protocol is not run'],
  [{ AllowedOAuthFlows: ['code', 'implicit'] }, 'the OAuth flow implicit is not run'],
  [{ SupportedIdentityProviders: ['COGNITO', 'Google'] }, 'the identity provider Google is not run'],
  [{ RefreshTokenRotation: { Feature: 'ENABLED' } }, 'a refresh token is not replaced by its use'],
  [{ WriteAttributes: ['email'] }, 'a client writes every attribute of a user'],
  [{ AnalyticsConfiguration: {} }, 'property AnalyticsConfiguration has no effect here'],
])('of a client with %j it is said that %s', (client, words) => {
  expect(named({ client })).toEqual([...usual, `Website: ${words}`]);
});

test('a domain of its own has no address here', () => {
  const domain = { CustomDomainConfig: { CertificateArn: 'arn' } };
  expect(named({ domain })).toEqual([...usual, 'Domain: the custom domain has no address here']);
});

test('what else Cognito has is not run', () => {
  const Admins = { Type: 'AWS::Cognito::UserPoolGroup', Properties: {} };
  expect(unsupportedIn(stack({ extra: { Admins } }))).toEqual(['AWS::Cognito::UserPoolGroup (Admins)']);
});
