import {
  AdminCreateUserCommand,
  AdminInitiateAuthCommand,
  AdminSetUserPasswordCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { RunningPools } from './running-pools';

export const PASSWORD = 'Correct-Horse-1';

/** Makes a user who can sign in, as the contract tests do it. */
export async function addUser(
  { cognito, poolId }: RunningPools,
  Username = 'ann@example.com',
): Promise<string> {
  const ids = { UserPoolId: poolId, Username };
  const { User } = await cognito.send(new AdminCreateUserCommand({ ...ids, MessageAction: 'SUPPRESS' }));
  await cognito.send(new AdminSetUserPasswordCommand({ ...ids, Password: PASSWORD, Permanent: true }));
  return User?.Username ?? '';
}

/** What somebody gets who signs in. */
export interface Tokens {
  IdToken: string;
  AccessToken: string;
  RefreshToken: string;
  ExpiresIn: number;
  TokenType: string;
}

/** Signs a user in as an administrator does it. */
export async function signIn(
  { cognito, poolId, clientId }: RunningPools,
  USERNAME = 'ann@example.com',
): Promise<Tokens> {
  const { AuthenticationResult } = await cognito.send(
    new AdminInitiateAuthCommand({
      UserPoolId: poolId,
      ClientId: clientId,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME, PASSWORD },
    }),
  );
  return AuthenticationResult as Tokens;
}

/** An error of AWS's client, by its name and words. */
export function refusal(name: string, message: string | RegExp) {
  const words = typeof message === 'string' ? message : expect.stringMatching(message);
  return expect.objectContaining({ name, message: words });
}
