import { type User, withUser } from './pool-contents';
import type { RunningPool } from './running-pool';
import { userNotFound } from './service-error';

/**
 * Changes a user as they are at that moment.
 *
 * @returns the user as changed
 * @throws ServiceError when the user is gone, and what `change` throws
 */
export function changeUser(pool: RunningPool, sub: string, change: (user: User) => User): Promise<User> {
  return pool.change((contents) => {
    const user = contents.users[sub];
    if (!user) throw userNotFound();
    const changed = { ...change(user), modifiedAt: pool.now() };
    return { contents: withUser(contents, changed), result: changed };
  });
}

/** Removes a user and ends all of their sign-ins; tokens that are out stay good until their time is over, as on AWS. */
export function removeUser(pool: RunningPool, sub: string): Promise<void> {
  return pool.change((contents) => {
    const { [sub]: _, ...users } = contents.users;
    return {
      contents: { ...contents, users, sessions: sessionsOfOthers(contents.sessions, sub) },
      result: undefined,
    };
  });
}

/** Ends all sign-ins of a user. */
export function signOutEverywhere(pool: RunningPool, sub: string): Promise<void> {
  return pool.change((contents) => ({
    contents: { ...contents, sessions: sessionsOfOthers(contents.sessions, sub) },
    result: undefined,
  }));
}

function sessionsOfOthers<S extends { sub: string }>(
  sessions: Record<string, S>,
  sub: string,
): Record<string, S> {
  return Object.fromEntries(Object.entries(sessions).filter(([, session]) => session.sub !== sub));
}
