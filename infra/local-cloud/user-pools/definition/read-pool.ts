import type { LocalStack } from '../../assembly/read-assembly';
import type { Resource } from '../../assembly/template';
import { complaintsAbout, notRun, type Readers, run } from './complaints';
import { readPasswordPolicy } from './password-policy';
import type { PoolDefinition } from './pool-definition';

type Properties = Resource['Properties'];

/** What every user can have (documented: the standard claims of OpenID Connect). */
const standardAttributes = [
  ...['address', 'birthdate', 'email', 'email_verified', 'family_name', 'gender', 'given_name', 'locale'],
  ...['middle_name', 'name', 'nickname', 'phone_number', 'phone_number_verified', 'picture'],
  ...['preferred_username', 'profile', 'sub', 'updated_at', 'website', 'zoneinfo'],
];

/** Reads a user pool from its resolved properties. */
export function readPool(
  stack: LocalStack,
  id: string,
  properties: Properties,
  parts: Pick<PoolDefinition, 'clients' | 'hasDomain'>,
): PoolDefinition {
  const schema: Properties[] = properties.Schema ?? [];
  return {
    ...parts,
    id,
    arn: `arn:aws:cognito-idp:${stack.region}:${stack.account}:userpool/${id}`,
    name: properties.UserPoolName ?? id,
    signInByEmail: holds(properties.UsernameAttributes, 'email'),
    // Documented: names count as they are written unless the template says otherwise.
    caseSensitive: properties.UsernameConfiguration?.CaseSensitive !== false,
    selfSignUp: properties.AdminCreateUserConfig?.AllowAdminCreateUserOnly !== true,
    verifiesEmail: holds(properties.AutoVerifiedAttributes, 'email'),
    passwordPolicy: readPasswordPolicy(properties.Policies?.PasswordPolicy),
    attributes: new Set([...standardAttributes, ...schema.map(attributeName)]),
    requiredAttributes: schema.filter(({ Required }) => Required === true).map(attributeName),
    mails: {
      verification:
        properties.VerificationMessageTemplate?.EmailMessage ??
        properties.EmailVerificationMessage ??
        'Your confirmation code is {####}',
      invitation:
        properties.AdminCreateUserConfig?.InviteMessageTemplate?.EmailMessage ??
        'Your username is {username} and temporary password is {####}',
    },
  };
}

function attributeName({ Name }: Properties): string {
  return standardAttributes.includes(Name) ? Name : `custom:${Name}`;
}

const readers: Readers = {
  AccountRecoverySetting: ({ RecoveryMechanisms = [] }: Properties) =>
    RecoveryMechanisms.every(({ Name }: Properties) => Name === 'admin_only')
      ? undefined
      : 'a forgotten password is not reset here; sign up with another address',
  AdminCreateUserConfig: run,
  AliasAttributes: notRun('users have no aliases to sign in with'),
  AutoVerifiedAttributes: (names: unknown) => phoneIn(names),
  DeletionProtection: run,
  DeviceConfiguration: notRun('devices are not remembered'),
  EmailConfiguration: run,
  EmailVerificationMessage: run,
  EmailVerificationSubject: run,
  EnabledMfas: run,
  LambdaConfig: (triggers: Properties) =>
    Object.keys(triggers).length === 0
      ? undefined
      : `Lambda triggers (${Object.keys(triggers).join(', ')}) are not called`,
  MfaConfiguration: (value: unknown) => {
    if (value === 'ON') return 'a second factor is not asked for; the password is enough';
    return value === 'OPTIONAL' ? 'users cannot set up a second factor' : undefined;
  },
  Policies: ({ PasswordPolicy, SignInPolicy }: Properties) => {
    const factors: string[] = SignInPolicy?.AllowedFirstAuthFactors ?? [];
    if (factors.some((factor) => factor !== 'PASSWORD')) return 'users sign in with passwords only';
    return PasswordPolicy?.PasswordHistorySize ? 'a password that was used before is not refused' : undefined;
  },
  Schema: run,
  // Texts of messages that nothing sends unless there is an SmsConfiguration.
  SmsAuthenticationMessage: run,
  SmsConfiguration: notRun('no text message (SMS) is sent'),
  SmsVerificationMessage: run,
  UserPoolAddOns: ({ AdvancedSecurityMode }: Properties) =>
    AdvancedSecurityMode === 'OFF' ? undefined : 'threat protection: sign-ins are not judged for their risk',
  UserPoolName: run,
  UserPoolTags: run,
  UserPoolTier: run,
  UsernameAttributes: (names: unknown) => phoneIn(names),
  UsernameConfiguration: run,
  VerificationMessageTemplate: ({ DefaultEmailOption }: Properties) =>
    DefaultEmailOption === 'CONFIRM_WITH_LINK'
      ? 'a code is sent instead of a link to confirm with'
      : undefined,
};

/** What a user pool asks for and does not get here, one line each. */
export function unsupportedOfPool(logicalId: string, properties: Properties): string[] {
  return complaintsAbout(logicalId, properties, readers);
}

const domainReaders: Readers = {
  CustomDomainConfig: notRun('the custom domain has no address here'),
  Domain: run,
  ManagedLoginVersion: run,
  UserPoolId: run,
};

/** What a user pool's domain asks for and does not get here, one line each. */
export function unsupportedOfDomain(logicalId: string, properties: Properties): string[] {
  return complaintsAbout(logicalId, properties, domainReaders);
}

function phoneIn(names: unknown): string | undefined {
  return holds(names, 'phone_number') ? 'phone numbers are neither verified nor signed in with' : undefined;
}

function holds(names: unknown, name: string): boolean {
  return Array.isArray(names) && names.includes(name);
}
