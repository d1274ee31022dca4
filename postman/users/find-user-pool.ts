import {
  CognitoIdentityProviderClient,
  ListUserPoolClientsCommand,
  ListUserPoolsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { isHere } from './is-here';
import { localCredentials, type PoolAddress } from './user-pool';

/** What was said of the pool, and the stage that it belongs to. */
export interface PoolGiven {
  /** Where the stage answers. */
  readonly url: string;
  readonly userPool?: { readonly id: string; readonly clientId: string };
}

/**
 * Finds the users of a stage. On this machine they are beside its API, and need not be named.
 *
 * @throws an error that says what to do, when it cannot be told which pool is meant
 */
export async function findUserPool(
  { url, userPool }: PoolGiven,
  env: NodeJS.ProcessEnv,
): Promise<PoolAddress> {
  refuseEmptyEndpoints(env);
  if (!isHere(url)) {
    if (userPool) return userPool;
    throw new Error(
      `Say who the users of ${url} are: --user-pool and --client, which are the outputs UserPoolId and UserPoolClientId of its stack.`,
    );
  }
  if (userPool && endpoints.some((name) => env[name])) return userPool;
  const endpoint = `${new URL(url).origin}/_cognito`;
  return { ...(userPool ?? (await theOnly(endpoint, url))), endpoint };
}

const endpoints = ['AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER', 'AWS_ENDPOINT_URL'];

/** The SDK takes an empty one for none at all, and would make users in whatever account the credentials are for. */
function refuseEmptyEndpoints(env: NodeJS.ProcessEnv): void {
  const empty = endpoints.find((name) => env[name]?.trim() === '');
  if (empty) throw new Error(`${empty} is set to nothing. Set it to an address, or unset it.`);
}

async function theOnly(endpoint: string, url: string): Promise<PoolAddress> {
  const client = new CognitoIdentityProviderClient({
    endpoint,
    region: 'us-east-1',
    credentials: localCredentials,
    maxAttempts: 1,
    requestHandler: { connectionTimeout: 5000, requestTimeout: 10_000, throwOnRequestTimeout: true },
  });
  try {
    const { UserPools = [] } = await client.send(new ListUserPoolsCommand({ MaxResults: 2 }));
    const id = one(UserPools, `user pools at ${endpoint}; say which with --user-pool and --client`).Id ?? '';
    const { UserPoolClients = [] } = await client.send(
      new ListUserPoolClientsCommand({ UserPoolId: id, MaxResults: 2 }),
    );
    const found = one(
      UserPoolClients,
      `clients of the user pool ${id}; say which with --user-pool and --client`,
    );
    return { id, clientId: found.ClientId ?? '' };
  } catch (error) {
    if (error instanceof NotOne) throw error;
    throw new Error(
      `${url} has no users that can be found at ${endpoint} (${(error as Error).message}). Is it \`npm start\` of this version that answers there? Else say --user-pool and --client.`,
    );
  } finally {
    client.destroy();
  }
}

class NotOne extends Error {}

function one<T>([first, ...others]: readonly T[], what: string): T {
  if (first !== undefined && others.length === 0) return first;
  throw new NotOne(`There ${first === undefined ? 'are no' : 'are several'} ${what}.`);
}
