import { findUser, missingUser } from './find-user';
import type { User } from './pool-contents';
import type { RunningClient } from './running-pool';
import { isSecret } from './secrets';
import { ServiceError, wrongPassword } from './service-error';

/**
 * The user of this name and password, whatever their standing.
 *
 * @throws ServiceError when there is none
 */
export async function proveUser(
  { pool, client }: RunningClient,
  name: string,
  password: string,
): Promise<User> {
  const user = findUser(pool.definition, pool.contents(), name);
  if (!user) throw missingUser(client);
  if (!user.password || !(await isSecret(user.password, password))) throw wrongPassword();
  return user;
}

/** @throws ServiceError when a user may not sign in as they are */
export function requireConfirmed({ standing }: User): void {
  switch (standing.status) {
    case 'CONFIRMED':
      return;
    case 'UNCONFIRMED':
      throw new ServiceError('UserNotConfirmedException', 'User is not confirmed.');
    case 'FORCE_CHANGE_PASSWORD':
      throw new ServiceError(
        'UnsupportedOperationException',
        'The password is a temporary one. Cognito would answer with the challenge NEW_PASSWORD_REQUIRED, which ' +
          'the local user pool does not run: set a password with AdminSetUserPassword and Permanent=true.',
      );
  }
}
