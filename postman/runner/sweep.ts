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
  say(line: string): void;
}

/**
 * Removes what runs that were killed have left: their users, and what those have.
 * @returns whether all of it is gone
 */
export async function sweep({ url, pool, olderThanMs, say }: Sweep): Promise<boolean> {
  const abandoned = await abandonedUsers(pool, olderThanMs);
  if (abandoned.length === 0) return true;
  say(`Removing ${abandoned.length} users that earlier runs have left.`);
  const tokens = new Map<string, string>();
  for (const email of abandoned) {
    const signedIn = await pool.signIn(email).catch(whenGone);
    if (signedIn) tokens.set(email, signedIn.idToken);
  }
  const { left } = await removeUsers({
    url,
    pool,
    say,
    users: [...tokens].map(([email, token]) => ({ email, as: email, token })),
    cleaner: createCleaner(Object.fromEntries(tokens)),
  });
  if (left.length > 0) say(stillThere(left, url, pool));
  return left.length === 0;
}

/** Another run may be sweeping, too. */
function whenGone(error: Error): undefined {
  if ((error.cause as Error | undefined)?.name !== 'UserNotFoundException') throw error;
}

/** Does that and nothing else, for all that is there. @throws an error when the users cannot be got at */
export async function sweepStage(given: RunArguments, say: (line: string) => void): Promise<boolean> {
  const pool = openUserPool(await findUserPool(given, process.env));
  try {
    const swept = await sweep({ url: given.url, pool, olderThanMs: 0, say });
    if (swept) say('Nothing of any run is left there.');
    return swept;
  } finally {
    pool.close();
  }
}
