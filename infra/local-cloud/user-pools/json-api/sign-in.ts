import * as z from 'zod/mini';
import { signOutEverywhere } from '../pool/change-user';
import { proveUser, requireConfirmed } from '../pool/prove-user';
import { type RunningClient, type RunningPools, requireClient, requirePool } from '../pool/running-pool';
import { invalidParameter, notAuthorized, ServiceError } from '../pool/service-error';
import { type Access, checkAccessToken } from '../tokens/check-token';
import type { IssuedTokens } from '../tokens/issue-tokens';
import { endSession, refreshSession, startSession } from '../tokens/sessions';
import { type Operation, operation, secretText, text } from './operation';
import { attributeList } from './user-view';

const signIn = z.object({
  ClientId: text,
  AuthFlow: text,
  AuthParameters: z._default(
    z.object({
      USERNAME: z.optional(z.string()),
      PASSWORD: z.optional(secretText),
      REFRESH_TOKEN: z.optional(secretText),
    }),
    {},
  ),
});
type SignInInput = z.output<typeof signIn>;

const withAccessToken = z.object({ AccessToken: z.string() });

/** Operations by which users come, and go. */
export const signInOperations: Readonly<Record<string, Operation>> = {
  AdminInitiateAuth: operation(
    'administrator',
    z.object({ ...signIn.shape, UserPoolId: text }),
    (pools, input) => {
      requirePool(pools, input.UserPoolId);
      const running = requireClient(pools, input.ClientId, input.UserPoolId);
      return initiateAuth(running, input, ['ADMIN_USER_PASSWORD_AUTH', 'USER_PASSWORD_AUTH']);
    },
  ),

  InitiateAuth: operation('everybody', signIn, (pools, input) =>
    initiateAuth(requireClient(pools, input.ClientId), input, ['USER_PASSWORD_AUTH']),
  ),

  RevokeToken: operation(
    'everybody',
    z.object({ ClientId: text, Token: z.string() }),
    async (pools, { ClientId, Token }) => {
      const running = requireClient(pools, ClientId);
      if (!running.client.revocable) {
        throw new ServiceError(
          'UnsupportedOperationException',
          'Token revocation is not enabled for the client.',
        );
      }
      await endSession(running, Token);
      return {};
    },
  ),

  GlobalSignOut: operation('everybody', withAccessToken, async (pools, { AccessToken }) => {
    const { pool, user } = await requireAccess(pools, AccessToken);
    await signOutEverywhere(pool, user.sub);
    return {};
  }),

  GetUser: operation('everybody', withAccessToken, async (pools, { AccessToken }) => {
    const { user } = await requireAccess(pools, AccessToken);
    return { Username: user.username, UserAttributes: attributeList(user) };
  }),
};

async function initiateAuth(
  running: RunningClient,
  { AuthFlow, AuthParameters }: SignInInput,
  passwordFlows: readonly string[],
): Promise<object> {
  const refreshing = AuthFlow === 'REFRESH_TOKEN_AUTH' || AuthFlow === 'REFRESH_TOKEN';
  if (!refreshing && !passwordFlows.includes(AuthFlow)) {
    throw invalidParameter(`The auth flow ${AuthFlow} is not run by this operation of the local user pool.`);
  }
  const flow = refreshing ? 'REFRESH_TOKEN_AUTH' : AuthFlow;
  if (!running.client.authFlows.includes(`ALLOW_${flow}`)) {
    throw invalidParameter(`${AuthFlow} flow not enabled for this client`);
  }
  const { USERNAME, PASSWORD, REFRESH_TOKEN } = AuthParameters;
  if (refreshing) {
    return resultView(await refreshSession(running, required('REFRESH_TOKEN', REFRESH_TOKEN)));
  }
  const user = await proveUser(running, required('USERNAME', USERNAME), required('PASSWORD', PASSWORD));
  requireConfirmed(user);
  return resultView(await startSession(running, user.sub, { origin: 'api' }));
}

function required(name: string, value: string | undefined): string {
  if (value === undefined) throw invalidParameter(`Missing required parameter ${name}`);
  return value;
}

function resultView({ idToken, accessToken, expiresIn, ...more }: IssuedTokens & { refreshToken?: string }) {
  return {
    ChallengeParameters: {},
    AuthenticationResult: {
      IdToken: idToken,
      AccessToken: accessToken,
      ExpiresIn: expiresIn,
      TokenType: 'Bearer',
      ...(more.refreshToken !== undefined && { RefreshToken: more.refreshToken }),
    },
  };
}

/** @throws ServiceError when the token does not open its user's data to the API */
async function requireAccess(pools: RunningPools, token: string): Promise<Access> {
  const access = await checkAccessToken(pools, token);
  if (!access) throw notAuthorized('Invalid Access Token');
  if (!access.scopes.includes('aws.cognito.signin.user.admin')) {
    throw notAuthorized('Access Token does not have required scopes');
  }
  return access;
}
