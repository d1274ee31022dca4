import type { ClientDefinition, PoolDefinition } from '../definition/pool-definition';
import type { SigningKey } from '../tokens/signing-key';
import type { Change } from './contents-file';
import type { PoolContents } from './pool-contents';
import { resourceNotFound } from './service-error';

/** An e-mail that Cognito would send. */
export interface Mail {
  readonly to: string;
  readonly text: string;
}

/** A user pool that runs. */
export interface RunningPool {
  readonly definition: PoolDefinition;
  /** What it holds now. */
  readonly contents: () => PoolContents;
  /** Changes what it holds; see ContentsFile. */
  readonly change: <T>(apply: (contents: PoolContents) => Change<T>) => Promise<T>;
  readonly key: () => Promise<SigningKey>;
  /** The `iss` of its tokens. */
  readonly issuer: () => string;
  readonly onMail: (mail: Mail) => void;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** A client of a pool, and that pool. */
export interface RunningClient {
  readonly pool: RunningPool;
  readonly client: ClientDefinition;
}

/** All pools that run here. */
export interface RunningPools {
  readonly all: readonly RunningPool[];
  readonly now: () => number;
}

/** @throws ServiceError when there is no such pool */
export function requirePool(pools: RunningPools, poolId: string): RunningPool {
  const found = pools.all.find(({ definition }) => definition.id === poolId);
  if (!found) throw resourceNotFound(`User pool ${poolId} does not exist.`);
  return found;
}

export function findClient(pools: RunningPools, clientId: string | undefined): RunningClient | undefined {
  for (const pool of pools.all) {
    const client = pool.definition.clients.find(({ id }) => id === clientId);
    if (client) return { pool, client };
  }
  return undefined;
}

/** @throws ServiceError when there is no such client, or it is another pool's */
export function requireClient(pools: RunningPools, clientId: string, poolId?: string): RunningClient {
  const found = findClient(pools, clientId);
  if (!found || (poolId !== undefined && found.client.poolId !== poolId)) {
    throw resourceNotFound(`User pool client ${clientId} does not exist.`);
  }
  return found;
}
