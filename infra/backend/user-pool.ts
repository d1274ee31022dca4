import { Aws, Duration, RemovalPolicy, Tags, Validations } from 'aws-cdk-lib';
import {
  AccountRecovery,
  FeaturePlan,
  Mfa,
  OAuthScope,
  UserPool,
  type UserPoolClient,
} from 'aws-cdk-lib/aws-cognito';
import type { Construct } from 'constructs';
import type { StageSettings } from '../stages';

/** Marks a stage's pool, so that a role can be let at this one and no other before its id is known. */
export const stageTag = 'groundwork-stage';

/** The users of a stage: they sign up by e-mail, and sign in on Cognito's own page, which keeps their passwords. */
export class StageUserPool extends UserPool {
  /** The website, as Cognito knows it: a public client, since a browser can keep no secret. */
  readonly client: UserPoolClient;
  /** Where people sign in and sign up. */
  readonly signInUrl: string;

  constructor(scope: Construct, id: string, settings: StageSettings) {
    super(scope, id, {
      userPoolName: `groundwork-${settings.name}`,
      // The cheapest plan has all that is used here.
      featurePlan: FeaturePlan.LITE,
      selfSignUpEnabled: true,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      autoVerify: { email: true },
      standardAttributes: { email: { required: true, mutable: true } },
      // A person's own choice, with an authenticator app; text messages cost money and can be redirected.
      mfa: Mfa.OPTIONAL,
      mfaSecondFactor: { otp: true, sms: false },
      passwordPolicy: {
        minLength: 12,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(3),
      },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      deletionProtection: settings.protected,
      removalPolicy: settings.protected ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    Tags.of(this).add(stageTag, settings.name);
    const website = `${settings.origin}/`;
    this.client = this.addClient('Website', {
      userPoolClientName: 'website',
      generateSecret: false,
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID, OAuthScope.EMAIL],
        callbackUrls: [website],
        logoutUrls: [website],
      },
      // For the contract tests alone: it takes AWS credentials, which no visitor has.
      authFlows: { adminUserPassword: true },
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      // As short as Cognito's page and the website's refreshing make bearable: nothing takes these two back early.
      idTokenValidity: Duration.hours(1),
      accessTokenValidity: Duration.hours(1),
      refreshTokenValidity: Duration.days(30),
    });
    // A name in a namespace that all accounts share; Cognito refuses those that hold its own.
    const domain = this.addDomain('Domain', {
      cognitoDomain: { domainPrefix: `groundwork-${settings.name}-${Aws.ACCOUNT_ID}` },
    });
    this.signInUrl = domain.baseUrl();
    this.acknowledge();
  }

  private acknowledge(): void {
    for (const [id, reason] of [
      ['AwsSolutions-COG2', 'Whether to use a second factor is for the users of a website to say.'],
      ['AwsSolutions-COG8', 'The Plus plan costs more than all the rest of a stage; one word changes it.'],
    ] as const) {
      Validations.of(this).acknowledge({ id, reason });
    }
  }
}
