import { randomBytes } from 'node:crypto';
import type { Tokens, UserPool } from './user-pool';

/** Nobody can have such an address: the domain is one that never exists (RFC 2606). */
const beginning = 'contract-';
const ours = /^contract-[0-9a-f]{12}-(first|second)@throwaway\.invalid$/;

/** The two users of one run. Their tokens are in memory and nowhere else. */
export interface ThrowawayUsers {
  readonly emails: readonly [string, string];
  /** Makes them and signs them in. */
  make(): Promise<readonly [Tokens, Tokens]>;
}

export function throwawayUsers(pool: UserPool): ThrowawayUsers {
  const run = randomBytes(6).toString('hex');
  const first = `${beginning}${run}-first@throwaway.invalid`;
  const second = `${beginning}${run}-second@throwaway.invalid`;
  const make = async (email: string) => {
    await pool.create(email);
    return pool.signIn(email);
  };
  return {
    emails: [first, second],
    async make() {
      const made = await Promise.allSettled([make(first), make(second)]);
      // Both have come to an end by now, so that nothing is made any more while they are removed.
      const [one, other] = made.map((result) => {
        if (result.status === 'rejected') throw result.reason;
        return result.value;
      }) as [Tokens, Tokens];
      return [one, other];
    },
  };
}

/** The throw-away users of other runs that are older than so many milliseconds: what a run that was killed has left. */
export async function abandonedUsers(pool: UserPool, olderThanMs: number): Promise<readonly string[]> {
  const users = await pool.list(beginning);
  const oldest = Date.now() - olderThanMs;
  return (
    users
      // Anybody can ask for an account under such an address; but none can be confirmed, as ours are from the start.
      .filter(
        ({ email, createdAt, unconfirmed }) =>
          !unconfirmed && ours.test(email) && createdAt.getTime() <= oldest,
      )
      .map(({ email }) => email)
  );
}
