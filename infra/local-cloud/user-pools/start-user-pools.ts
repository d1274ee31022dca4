import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LocalStack } from '../assembly/read-assembly';
import type { TokenCheck } from '../rest-api/token-check';
import type { PoolDefinition } from './definition/pool-definition';
import { readUserPools } from './definition/read-user-pools';
import { createHandler, type FindEndpoint } from './http/handler';
import { type ContentsFile, openContentsFile } from './pool/contents-file';
import type { Mail, RunningPool } from './pool/running-pool';
import { createKey, openKey, type SigningKey } from './tokens/signing-key';

export type { Mail } from './pool/running-pool';

/** What all addresses of the user pools begin with, on the server that they share with an API. */
export const userPoolsPath = '/_cognito';

/** The user pools of a stage, running. */
export interface UserPools {
  /** Answers a request whose path is `userPoolsPath` or under it, always, and never throws. */
  readonly handler: (request: IncomingMessage, response: ServerResponse) => void;
  /** To be called before the first request; `origin` is that of the server, `http://127.0.0.1:4000`. */
  serveAt(origin: string): void;
  /** Checks tokens of one pool, by the pool's ARN; undefined when no such pool runs here. */
  tokenCheckByArn(userPoolArn: string): TokenCheck | undefined;
  /** What the template asks of its pools and is not run here, one line each. */
  readonly unsupported: readonly string[];
  /** Waits until all that was answered is stored. */
  stop(): Promise<void>;
}

export interface UserPoolsOptions {
  readonly stacks: readonly LocalStack[];
  /** Where users, sign-ins and keys are kept; made when it is not there. */
  readonly file: string;
  /** Hears of every e-mail that Cognito would send. */
  readonly onMail: (mail: Mail) => void;
  /** Milliseconds since the epoch; the system's clock unless a test brings its own. */
  readonly now?: () => number;
}

/**
 * Runs the user pools of resolved templates: Cognito's API, its sign-in pages, and its tokens.
 *
 * Comments in this folder say how a behaviour of AWS is known: *recorded* (seen on AWS, in public logs and
 * reports), *documented* (by AWS), *assumption* (not confirmed).
 *
 * @throws when the file cannot be read, or is not one of these
 */
export async function startUserPools(options: UserPoolsOptions): Promise<UserPools> {
  const { pools: definitions, unsupported } = readUserPools(options.stacks);
  const file = await openContentsFile(options.file);
  const now = options.now ?? Date.now;
  let hostedAt: string | undefined;
  const address = () => hostedAt ?? notServedYet();
  const all = definitions.map((definition) => {
    const issuer = () => `${address()}/${definition.id}`;
    return runPool(definition, file, { now, issuer, onMail: options.onMail });
  });
  // Neither is needed before the first request, and to load them takes a fifth of a second. By `require`: what runs
  // TypeScript here (tsx/cjs) loads nothing by import() that is TypeScript.
  const checking = () => require('./tokens/check-token') as typeof import('./tokens/check-token');
  let found: FindEndpoint | undefined;
  const endpoints = () => {
    const { findEndpoints } = require('./endpoints') as typeof import('./endpoints');
    found ??= findEndpoints({ all, now }, userPoolsPath, address);
    return found;
  };
  const byArn = new Map(all.map((pool) => [pool.definition.arn, pool]));
  return {
    unsupported,
    handler: createHandler(userPoolsPath, endpoints),
    serveAt: (origin) => {
      hostedAt = `${origin}${userPoolsPath}`;
      setImmediate(endpoints);
    },
    tokenCheckByArn: (arn) => {
      const pool = byArn.get(arn);
      return pool && ((token) => checking().checkToken(pool, token));
    },
    stop: async () => {
      await Promise.allSettled(all.map((pool) => pool.key()));
      await file.settled();
    },
  };
}

function runPool(
  definition: PoolDefinition,
  file: ContentsFile,
  rest: Pick<RunningPool, 'now' | 'issuer' | 'onMail'>,
): RunningPool {
  const change: RunningPool['change'] = (apply) => file.change(definition.id, apply);
  const contents = () => file.of(definition.id);
  // A new key takes a moment, which nothing but the first token has to wait for.
  const key = provideKey(contents, change);
  key.catch(() => {});
  return { ...rest, definition, contents, change, key: () => key };
}

async function provideKey(
  contents: RunningPool['contents'],
  change: RunningPool['change'],
): Promise<SigningKey> {
  const stored = contents().key;
  if (stored) return openKey(stored);
  const key = await createKey();
  await change((before) => ({ contents: { ...before, key }, result: undefined }));
  return openKey(key);
}

function notServedYet(): never {
  throw new Error('The user pools have no address yet; call serveAt before the first request.');
}
