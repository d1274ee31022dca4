import * as z from 'zod/mini';
import type { ClientDefinition, PoolDefinition } from '../definition/pool-definition';
import { requireClient, requirePool } from '../pool/running-pool';
import { type Operation, operation, text } from './operation';

const maxResults = z.optional(z.int().check(z.minimum(1), z.maximum(60)));

/** Operations that tell which pools and clients there are. A stage has few: one page holds them all. */
export const poolOperations: Readonly<Record<string, Operation>> = {
  ListUserPools: operation('administrator', z.object({ MaxResults: maxResults }), ({ all }) => ({
    UserPools: all.map(({ definition }) => poolView(definition)),
  })),

  ListUserPoolClients: operation(
    'administrator',
    z.object({ UserPoolId: text, MaxResults: maxResults }),
    (pools, { UserPoolId }) => ({
      UserPoolClients: requirePool(pools, UserPoolId).definition.clients.map(({ id, name }) => ({
        ClientId: id,
        ClientName: name,
        UserPoolId,
      })),
    }),
  ),

  DescribeUserPoolClient: operation(
    'administrator',
    z.object({ UserPoolId: text, ClientId: text }),
    (pools, { UserPoolId, ClientId }) => {
      requirePool(pools, UserPoolId);
      return { UserPoolClient: clientView(requireClient(pools, ClientId, UserPoolId).client) };
    },
  ),
};

function poolView({ id, name }: PoolDefinition) {
  return { Id: id, Name: name, LambdaConfig: {} };
}

function clientView(client: ClientDefinition) {
  const { idToken, accessToken, refreshToken } = client.validity;
  return {
    UserPoolId: client.poolId,
    ClientId: client.id,
    ClientName: client.name,
    ExplicitAuthFlows: client.authFlows,
    AllowedOAuthFlows: client.codeGrant ? ['code'] : [],
    AllowedOAuthFlowsUserPoolClient: client.codeGrant,
    AllowedOAuthScopes: client.scopes,
    CallbackURLs: client.callbackUrls,
    LogoutURLs: client.logoutUrls,
    PreventUserExistenceErrors: client.hidesUsers ? 'ENABLED' : 'LEGACY',
    EnableTokenRevocation: client.revocable,
    IdTokenValidity: idToken,
    AccessTokenValidity: accessToken,
    RefreshTokenValidity: refreshToken,
    TokenValidityUnits: { IdToken: 'seconds', AccessToken: 'seconds', RefreshToken: 'seconds' },
  };
}
