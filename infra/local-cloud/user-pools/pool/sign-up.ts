import { sendCode } from './confirmation';
import { type Attribute, addUser } from './new-user';
import type { User } from './pool-contents';
import type { RunningPool } from './running-pool';
import { notAuthorized } from './service-error';

/**
 * Makes somebody a user who still has to be confirmed: by the code that is sent or, where the pool does not
 * verify addresses, by an administrator.
 *
 * @throws ServiceError when the pool takes nobody who comes by themselves, or not this name or password
 */
export async function signUp(
  pool: RunningPool,
  name: string,
  password: string,
  attributes: readonly Attribute[],
): Promise<{ readonly user: User; readonly codeSentTo: string | undefined }> {
  const { selfSignUp, verifiesEmail } = pool.definition;
  if (!selfSignUp) throw notAuthorized('SignUp is not permitted for this user pool');
  // Nobody vouches for their own address.
  if (attributes.some(({ Name }) => Name.endsWith('_verified'))) {
    throw notAuthorized('A client attempted to write unauthorized attribute');
  }
  const wanted = { name, password, attributes, standing: { status: 'UNCONFIRMED' } } as const;
  const user = await addUser(pool, wanted, 'User already exists');
  const { email } = user.attributes;
  if (!verifiesEmail || email === undefined) return { user, codeSentTo: undefined };
  await sendCode(pool, user.sub);
  return { user, codeSentTo: email };
}
