import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as z from 'zod/mini';
import { emptyPool, type PoolContents, poolContents } from './pool-contents';

/** What a change makes of a pool's contents, and what it has to tell. */
export interface Change<T> {
  readonly contents: PoolContents;
  readonly result: T;
}

/** The file that holds what the user pools of a stage hold. */
export interface ContentsFile {
  of(poolId: string): PoolContents;
  /**
   * Changes the contents of one pool: one change after the other, each stored before the next one begins.
   * When `apply` throws, nothing is changed.
   *
   * @throws what `apply` throws, and errors of the file system; nothing is changed then either
   */
  change<T>(poolId: string, apply: (contents: PoolContents) => Change<T>): Promise<T>;
  /** Waits for the changes that were asked for. */
  settled(): Promise<void>;
}

const shape = z.object({ version: z.literal(1), pools: z.record(z.string(), poolContents) });

type Contents = Readonly<Record<string, PoolContents>>;

/**
 * Reads the file; one that is not there holds nothing yet, and is made with the first change.
 *
 * @throws when the file cannot be read, or is not one of these
 */
export async function openContentsFile(file: string): Promise<ContentsFile> {
  let pools = await read(file);
  let last: Promise<unknown> = Promise.resolve();
  const change = async <T>(poolId: string, apply: (contents: PoolContents) => Change<T>): Promise<T> => {
    const before = pools[poolId] ?? emptyPool;
    const { contents, result } = apply(before);
    if (contents !== before) {
      const after = { ...pools, [poolId]: contents };
      await write(file, after);
      pools = after;
    }
    return result;
  };
  return {
    of: (poolId) => pools[poolId] ?? emptyPool,
    change: (poolId, apply) => {
      const next = last.then(() => change(poolId, apply));
      last = next.catch(() => {});
      return next;
    },
    settled: async () => void (await last),
  };
}

async function read(file: string): Promise<Contents> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw unusable(file, `cannot be read (${error.code})`, error);
  });
  if (text === undefined) return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Not as the cause: the parser's message quotes the file, and there is a private key in it.
    throw unusable(file, 'is not JSON');
  }
  const parsed = shape.safeParse(value);
  if (parsed.success) return parsed.data.pools;
  const path = parsed.error.issues[0]?.path.join('.');
  throw unusable(file, `is not what was stored there${path ? `: ${path} is wrong` : ''}`);
}

function unusable(file: string, what: string, cause?: unknown): Error {
  const advice =
    'Put it right, or add --fresh to what you typed, which begins with no users and empty tables';
  return new Error(`${file}, which holds the users, ${what}. ${advice}`, { cause });
}

/**
 * Replaces the file as a whole, so that it is complete at every moment, also when this process is killed.
 * (Not when the machine loses power: that would take an fsync each time, for data of a developer's machine.)
 */
async function write(file: string, pools: Contents): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.new`, JSON.stringify({ version: 1, pools }), { mode: 0o600 });
  await rename(`${file}.new`, file);
}
