import { randomBytes } from 'node:crypto';
import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminInitiateAuthCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  ListUsersCommand,
  type UserType,
} from '@aws-sdk/client-cognito-identity-provider';

/** Where a user pool can be administered. */
export interface PoolAddress {
  readonly id: string;
  readonly clientId: string;
  /** Of a pool on this machine; without it, AWS, or what AWS_ENDPOINT_URL says. */
  readonly endpoint?: string;
}

export interface Tokens {
  readonly idToken: string;
  readonly accessToken: string;
}

export interface ListedUser {
  readonly email: string;
  readonly nickname?: string;
  /** Whether it is a user who has only asked to be one. */
  readonly unconfirmed: boolean;
  readonly createdAt: Date;
}

/** The pool on this machine asks for some, and does not look at them. */
export const localCredentials = { accessKeyId: 'LOCALONLY', secretAccessKey: 'local-only' };

export type UserPool = ReturnType<typeof openUserPool>;

/**
 * A user pool, for whoever may administer it. What goes wrong is thrown as an error that says what to do.
 * @param signal stops everything but a removal
 * These five calls are what the contract role may do (infra/pipeline/access).
 */
export function openUserPool(address: PoolAddress, signal?: AbortSignal) {
  const { id: UserPoolId, clientId: ClientId, endpoint } = address;
  const client = new CognitoIdentityProviderClient({
    region: regionOf(UserPoolId),
    maxAttempts: 4,
    // Without the last the SDK waits on, and only says so.
    requestHandler: { connectionTimeout: 5000, requestTimeout: 10_000, throwOnRequestTimeout: true },
    ...(endpoint && { endpoint, credentials: localCredentials }),
  });
  const call = <T>(request: Promise<T>): Promise<T> => request.catch((error) => explain(error, address));
  const stoppable = { ...(signal && { abortSignal: signal }) };

  return {
    address,

    /** Makes a user whose address counts as confirmed; nothing is sent there. */
    async create(email: string, nickname?: string): Promise<void> {
      const command = new AdminCreateUserCommand({
        UserPoolId,
        Username: email,
        MessageAction: 'SUPPRESS',
        UserAttributes: [
          { Name: 'email', Value: email },
          { Name: 'email_verified', Value: 'true' },
          ...(nickname ? [{ Name: 'nickname', Value: nickname }] : []),
        ],
      });
      await call(client.send(command, stoppable));
    },

    /** Signs a user in with a password made for this once, which is kept nowhere. */
    async signIn(email: string): Promise<Tokens> {
      const Password = newPassword();
      await call(
        client.send(
          new AdminSetUserPasswordCommand({ UserPoolId, Username: email, Password, Permanent: true }),
          stoppable,
        ),
      );
      const { AuthenticationResult: result } = await call(
        client.send(
          new AdminInitiateAuthCommand({
            UserPoolId,
            ClientId,
            AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
            AuthParameters: { USERNAME: email, PASSWORD: Password },
          }),
          stoppable,
        ),
      );
      if (!result?.IdToken || !result.AccessToken) throw new Error(`${email} could not be signed in.`);
      return { idToken: result.IdToken, accessToken: result.AccessToken };
    },

    /** Deletes a user; one that is not there is as good. */
    async remove(email: string): Promise<void> {
      const command = new AdminDeleteUserCommand({ UserPoolId, Username: email });
      await call(
        client.send(command).catch((error: Error) => {
          if (error.name !== 'UserNotFoundException') throw error;
        }),
      );
    },

    /** All users whose address begins so. */
    async list(beginning: string): Promise<readonly ListedUser[]> {
      const users: ListedUser[] = [];
      let PaginationToken: string | undefined;
      do {
        const page = await call(
          client.send(
            new ListUsersCommand({
              UserPoolId,
              Filter: `email ^= "${beginning}"`,
              AttributesToGet: ['email', 'nickname'],
              ...(PaginationToken && { PaginationToken }),
            }),
            stoppable,
          ),
        );
        users.push(...(page.Users ?? []).map(listed));
        PaginationToken = page.PaginationToken;
      } while (PaginationToken);
      return users;
    },

    close(): void {
      client.destroy();
    },
  };
}

function listed({ Attributes = [], UserCreateDate = new Date(), UserStatus }: UserType): ListedUser {
  const attribute = (name: string) => Attributes.find(({ Name }) => Name === name)?.Value;
  const nickname = attribute('nickname');
  return {
    email: attribute('email') ?? '',
    createdAt: UserCreateDate,
    unconfirmed: UserStatus === 'UNCONFIRMED',
    ...(nickname && { nickname }),
  };
}

/** `eu-west-1_AbCdEf123` is in eu-west-1. */
function regionOf(userPoolId: string): string {
  const [region = ''] = userPoolId.split('_');
  return region;
}

/** One of each kind that a password policy may ask for, and 192 bits that nobody can guess. */
function newPassword(): string {
  return `${randomBytes(24).toString('base64url')}aA1!`;
}

const signIn = 'Sign in to AWS (aws login, or AWS_PROFILE) as somebody who may administer it';

/** @throws what went wrong, and what to do about it */
function explain(error: Error, { id, endpoint }: PoolAddress): never {
  const where = `the user pool ${id}${endpoint ? ` at ${endpoint}` : ''}`;
  if (/credential/i.test(`${error.name} ${error.message}`)) {
    throw new Error(`There are no AWS credentials here for ${where}. ${signIn}. (${error.message})`, {
      cause: error,
    });
  }
  if (/AccessDenied|NotAuthorized|UnrecognizedClient|ExpiredToken|InvalidSignature/.test(error.name)) {
    throw new Error(`These AWS credentials may not use ${where}. ${signIn}. (${error.message})`, {
      cause: error,
    });
  }
  if (error.name === 'ResourceNotFoundException') {
    throw new Error(`There is no ${where.slice(4)}, or no such client of it. (${error.message})`, {
      cause: error,
    });
  }
  throw new Error(`Of ${where}: ${error.name}: ${error.message}`, { cause: error });
}
