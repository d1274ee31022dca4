import { services } from '../../services';
import type { UserPool } from '../users/user-pool';
import type { createCleaner } from './left-behind';
import { findOwnData, listsOf } from './own-data';

/** A user who is to go. */
export interface Leaving {
  readonly email: string;
  /** The name under which the cleaner knows the user's token. */
  readonly as: string;
  /** Without one the user was never signed in, and has nothing. */
  readonly token?: string;
}

interface Removing {
  /** Where the stage answers. */
  readonly url: string;
  readonly pool: UserPool;
  readonly users: readonly Leaving[];
  /** Knows what it has seen the users create. */
  readonly cleaner: ReturnType<typeof createCleaner>;
  say(line: string): void;
}

const requestMs = 5000;
const lists = listsOf(services.map(({ contract }) => contract));

/**
 * Removes users with all that they have: the data first, since without its user nobody could get at it any more.
 * Their lists are read for it as well: a request that was under way when a run ended may have got through.
 *
 * @returns how much data was deleted, and what is still there, with the reason
 */
export async function removeUsers({ url, pool, users, cleaner, say }: Removing) {
  const unknown: string[] = [];
  const lookUp = async ({ as, token }: Leaving) => {
    if (!token) return;
    const data = await findOwnData({ url, lists, token, requestMs });
    for (const one of data.found) cleaner.add(one, as);
    unknown.push(...data.unknown);
  };
  await Promise.all(users.map(lookUp));
  const { deleted, left } = await cleaner.clean((seconds) =>
    say(`\nThe stage does not delete what is left for now; trying for up to ${seconds} s more.`),
  );
  const data = [...left, ...unknown];
  if (data.length > 0) {
    return { deleted: deleted.length, left: [...data, ...users.map(({ email }) => `the user ${email}`)] };
  }
  const removals = users.map(({ email }) =>
    pool.remove(email).then(
      () => [],
      (error: Error) => [`the user ${email} (${error.message})`],
    ),
  );
  return { deleted: deleted.length, left: (await Promise.all(removals)).flat() };
}

/** What is left, and how to be rid of it. */
export function stillThere(left: readonly string[], url: string, { address }: UserPool): string {
  const of = address.endpoint ? '' : ` --user-pool ${address.id} --client ${address.clientId}`;
  return [
    'Could not be deleted, and is still there:',
    ...left.map((one) => `  ${one}`),
    'A later run removes it once it is an hour old. To do it now, when no other run is at work:',
    `  npm run contract -- --url ${url}${of} --sweep`,
  ].join('\n');
}
