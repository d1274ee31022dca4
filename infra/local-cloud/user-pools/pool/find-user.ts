import type { ClientDefinition, PoolDefinition } from '../definition/pool-definition';
import type { PoolContents, User } from './pool-contents';
import type { RunningPool } from './running-pool';
import { userNotFound, wrongPassword } from './service-error';

/** The user of a name: a user name or, where users sign in by e-mail, an address. */
export function findUser(definition: PoolDefinition, contents: PoolContents, name: string): User | undefined {
  const wanted = comparable(definition, name);
  return Object.values(contents.users).find(
    ({ username, attributes }) =>
      comparable(definition, username) === wanted ||
      (definition.signInByEmail && comparable(definition, attributes.email ?? '') === wanted),
  );
}

/** How a name counts: as it is written, or whatever its case. */
export function comparable({ caseSensitive }: PoolDefinition, name: string): string {
  return caseSensitive ? name : name.toLowerCase();
}

/** @throws ServiceError when there is none */
export function requireUser(pool: RunningPool, name: string, contents = pool.contents()): User {
  const user = findUser(pool.definition, contents, name);
  if (!user) throw userNotFound();
  return user;
}

/** What a client answers for a user who is not there. */
export function missingUser({ hidesUsers }: ClientDefinition) {
  return hidesUsers ? wrongPassword() : userNotFound();
}
