import { resolveTemplate } from '../../../../infra/local-cloud/assembly/intrinsics';
import { physicalId } from '../../../../infra/local-cloud/assembly/physical-names';
import type { LocalStack } from '../../../../infra/local-cloud/assembly/read-assembly';
import type { Resource } from '../../../../infra/local-cloud/assembly/template';

type Properties = Resource['Properties'];

/** What a test wants otherwise than the template below has it. */
export interface TemplateSpec {
  pool?: Properties;
  client?: Properties;
  domain?: Properties;
  /** A pool without pages. */
  withoutDomain?: boolean;
  /** More resources. */
  extra?: Record<string, { Type: string; Properties: Properties }>;
}

export const ACCOUNT = '111122223333';
export const REGION = 'eu-central-1';
/** Where a website is that people sign in for. */
export const WEBSITE = 'http://localhost:5173/';

/** A property that the template leaves out. */
export const ABSENT = { Ref: 'AWS::NoValue' };

const scope = { stackName: 'shop-dev', account: ACCOUNT, region: REGION };
const codeMessage = 'The verification code to your new account is {####}';

/** As the CDK synthesises a pool for a website whose users sign in by e-mail. */
const poolProperties: Properties = {
  AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_email', Priority: 1 }] },
  AdminCreateUserConfig: { AllowAdminCreateUserOnly: false },
  AutoVerifiedAttributes: ['email'],
  DeletionProtection: 'ACTIVE',
  EmailVerificationMessage: codeMessage,
  EmailVerificationSubject: 'Verify your new account',
  EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
  MfaConfiguration: 'OPTIONAL',
  Policies: {
    PasswordPolicy: {
      MinimumLength: 12,
      RequireLowercase: true,
      RequireUppercase: true,
      RequireNumbers: true,
      RequireSymbols: true,
      TemporaryPasswordValidityDays: 3,
    },
  },
  Schema: [{ Mutable: true, Name: 'email', Required: true }],
  SmsVerificationMessage: codeMessage,
  UserPoolName: 'shop',
  UserPoolTags: { stage: 'dev' },
  UserPoolTier: 'LITE',
  UsernameAttributes: ['email'],
  UsernameConfiguration: { CaseSensitive: false },
  VerificationMessageTemplate: {
    DefaultEmailOption: 'CONFIRM_WITH_CODE',
    EmailMessage: codeMessage,
    EmailSubject: 'Verify your new account',
    SmsMessage: codeMessage,
  },
};

const clientProperties: Properties = {
  AccessTokenValidity: 60,
  AllowedOAuthFlows: ['code'],
  AllowedOAuthFlowsUserPoolClient: true,
  AllowedOAuthScopes: ['openid', 'email'],
  CallbackURLs: [WEBSITE],
  ClientName: 'website',
  EnableTokenRevocation: true,
  ExplicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
  GenerateSecret: false,
  IdTokenValidity: 60,
  LogoutURLs: [WEBSITE],
  PreventUserExistenceErrors: 'ENABLED',
  RefreshTokenValidity: 43_200,
  SupportedIdentityProviders: ['COGNITO'],
  TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'minutes' },
};

/** A resolved stack with one pool, `Users`, its client `Website` and its domain `Domain`. */
export function stack(spec: TemplateSpec = {}): LocalStack {
  const UserPoolId = { Ref: 'Users' };
  const Resources: Record<string, { Type: string; Properties: Properties }> = {
    Users: { Type: 'AWS::Cognito::UserPool', Properties: { ...poolProperties, ...spec.pool } },
    Website: {
      Type: 'AWS::Cognito::UserPoolClient',
      Properties: { ...clientProperties, UserPoolId, ...spec.client },
    },
    ...(!spec.withoutDomain && {
      Domain: {
        Type: 'AWS::Cognito::UserPoolDomain',
        Properties: { Domain: 'shop-dev', UserPoolId, ...spec.domain },
      },
    }),
    ...spec.extra,
  };
  const Outputs = {
    PoolId: { Value: { Ref: 'Users' } },
    PoolArn: { Value: { 'Fn::GetAtt': ['Users', 'Arn'] } },
    ProviderName: { Value: { 'Fn::GetAtt': ['Users', 'ProviderName'] } },
    ProviderURL: { Value: { 'Fn::GetAtt': ['Users', 'ProviderURL'] } },
    UserPoolId: { Value: { 'Fn::GetAtt': ['Users', 'UserPoolId'] } },
    ClientId: { Value: { Ref: 'Website' } },
    ...(!spec.withoutDomain && { Domain: { Value: { Ref: 'Domain' } } }),
  };
  const template = resolveTemplate({ Resources, Outputs }, scope);
  return {
    name: scope.stackName,
    account: ACCOUNT,
    region: REGION,
    template,
    physicalIdOf: (logicalId) => physicalId(logicalId, template.Resources[logicalId] as Resource, scope),
    assetDirectory: () => '',
  };
}
