import { findUserPool } from '../users/find-user-pool';
import { abandonedUsers } from '../users/throwaway-users';
import { openUserPool, type UserPool } from '../users/user-pool';
import type { RunArguments } from './arguments';
import { createCleaner } from './left-behind';
import { removeUsers, stillThere } from './users-removal';

interface Sweep {
  /** Where the stage answers. */
  readonly url: string;
  readonly pool: UserPool;
  /** How old what is removed has to be, so that it is not that of a run that is still at work. */
  readonly olderThanMs: number;
  readonly signal: AbortSignal;
  say(line: string): void;
}

/** At a time: they are removed one after another, and whoever waits for the run should not wait for long. */
const mostUsers = 20;

/**
 * Removes what runs that were killed have left: their users, and what those have.
 * @returns how many users were gone for, whether any of it is still there, and whether there are more
 */
export async function sweep({ url, pool, olderThanMs, signal, say }: Sweep) {
  const abandoned = await abandonedUsers(pool, olderThanMs);
  if (abandoned.length === 0) return { tried: 0, isLeft: false, more: false };
  const some = abandoned.slice(0, mostUsers);
  say(`Removing ${some.length} users that earlier runs have left.`);
  const tokens = new Map<string, string>();
  for (const email of some) {
    signal.throwIfAborted();
    const signedIn = await pool.signIn(email).catch(whenGone);
    if (signedIn) tokens.set(email, signedIn.idToken);
  }
  const { left } = await removeUsers({
    url,
    pool,
    say,
    users: [...tokens].map(([email, token]) => ({ email, as: email, token })),
    cleaner: createCleaner(url, Object.fromEntries(tokens)),
  });
  if (left.length > 0) say(stillThere(left, url, pool));
  return { tried: tokens.size, isLeft: left.length > 0, more: abandoned.length > some.length };
}

/** Another run may be sweeping, too. */
function whenGone(error: Error): undefined {
  if ((error.cause as Error | undefined)?.name !== 'UserNotFoundException') throw error;
}

/**
 * Does that and nothing else, for all that is there.
 * @throws an error when the users cannot be got at, or it was told to stop
 */
export async function sweepStage(
  given: RunArguments,
  { signal, say }: Pick<Sweep, 'signal' | 'say'>,
): Promise<boolean> {
  const pool = openUserPool(await findUserPool(given, process.env), signal);
  try {
    for (let first = true; ; first = false) {
      const { tried, isLeft, more } = await sweep({ url: given.url, pool, olderThanMs: 0, signal, say });
      if (isLeft) return false;
      if (!more) {
        say(first && tried === 0 ? 'No run has left anything there.' : 'All of it is gone.');
        return true;
      }
      signal.throwIfAborted();
    }
  } finally {
    pool.close();
  }
}
