import type { PasswordPolicy } from './password-policy';

/** A user pool as its template wants it. */
export interface PoolDefinition {
  readonly id: string;
  readonly arn: string;
  readonly name: string;
  /** Users are known by their e-mail address; their user name is a UUID that Cognito chooses. */
  readonly signInByEmail: boolean;
  readonly caseSensitive: boolean;
  readonly selfSignUp: boolean;
  /** Whether who signs up is sent a code by e-mail. */
  readonly verifiesEmail: boolean;
  readonly passwordPolicy: PasswordPolicy;
  /** The names of all attributes that a user can have. */
  readonly attributes: ReadonlySet<string>;
  readonly requiredAttributes: readonly string[];
  readonly mails: MailTexts;
  /** Without a domain a pool has no pages to sign in on. */
  readonly hasDomain: boolean;
  readonly clients: readonly ClientDefinition[];
}

/** What e-mails say; `{####}` stands for the code or the password, `{username}` for the user's name. */
export interface MailTexts {
  readonly verification: string;
  readonly invitation: string;
}

/** A client of a user pool as its template wants it. */
export interface ClientDefinition {
  readonly id: string;
  readonly name: string;
  readonly poolId: string;
  /** `ALLOW_REFRESH_TOKEN_AUTH` and the like. */
  readonly authFlows: readonly string[];
  /** Whether the pool's pages may send people back to this client with a code. */
  readonly codeGrant: boolean;
  readonly scopes: readonly string[];
  readonly callbackUrls: readonly string[];
  readonly logoutUrls: readonly string[];
  /** Answers alike for a user who is not there and for a wrong password. */
  readonly hidesUsers: boolean;
  readonly revocable: boolean;
  /** In seconds. */
  readonly validity: Readonly<Record<'idToken' | 'accessToken' | 'refreshToken', number>>;
}
