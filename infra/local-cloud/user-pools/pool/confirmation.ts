import type { ClientDefinition } from '../definition/pool-definition';
import { changeUser } from './change-user';
import { missingUser, requireUser } from './find-user';
import { type Standing, type User, withUser } from './pool-contents';
import type { RunningPool } from './running-pool';
import { hashSecret, isSecret, randomCode } from './secrets';
import { codeExpired, codeMismatch, invalidParameter, notAuthorized } from './service-error';

/** How long a code is good (documented). */
const CODE_LIFETIME_MS = 24 * 60 * 60 * 1_000;
/** Wrong codes that void the right one; Cognito counts, too, and does not say how far (assumption). */
const CODE_ATTEMPTS = 5;

type Unconfirmed = Extract<Standing, { status: 'UNCONFIRMED' }>;

/** Makes a code and tells it to the user by e-mail; one that was sent before is void. */
export async function sendCode(pool: RunningPool, sub: string): Promise<void> {
  const code = randomCode();
  const hashed = await hashSecret(code);
  const user = await changeUser(pool, sub, (one) => {
    if (one.standing.status !== 'UNCONFIRMED') throw invalidParameter('User is already confirmed.');
    const expiresAt = pool.now() + CODE_LIFETIME_MS;
    const standing = { ...one.standing, code: { ...hashed, expiresAt, attemptsLeft: CODE_ATTEMPTS } };
    return { ...one, standing };
  });
  const text = pool.definition.mails.verification.replaceAll('{####}', code);
  if (user.attributes.email !== undefined) pool.onMail({ to: user.attributes.email, text });
}

/**
 * Confirms a user by the code that was sent.
 *
 * @throws ServiceError when it is not the code, or there is none to give
 */
export async function confirmByCode(pool: RunningPool, sub: string, code: string): Promise<void> {
  const { standing } = requireUserBySub(pool, sub);
  const sent = unconfirmed(standing).code;
  if (!sent) throw codeExpired();
  const right = await isSecret(sent, code);
  const outcome = await pool.change((contents) => {
    const user = contents.users[sub];
    const now = user && unconfirmed(user.standing).code;
    // As it is now: others may have guessed at the same time, or asked for a new code.
    if (!user || now?.hash !== sent.hash || now.expiresAt <= pool.now()) return { contents, result: 'void' };
    if (right) return { contents: withUser(contents, confirmed(user, pool.now())), result: 'confirmed' };
    const attemptsLeft = now.attemptsLeft - 1;
    const left: Unconfirmed =
      attemptsLeft > 0
        ? { status: 'UNCONFIRMED', code: { ...now, attemptsLeft } }
        : { status: 'UNCONFIRMED' };
    return { contents: withUser(contents, { ...user, standing: left }), result: 'wrong' };
  });
  if (outcome === 'void') throw codeExpired();
  if (outcome === 'wrong') throw codeMismatch();
}

/** @throws ServiceError when there is no such user, or one who is confirmed already */
export async function confirmByAdministrator(pool: RunningPool, name: string): Promise<void> {
  await changeUser(pool, requireUser(pool, name).sub, (user) => {
    unconfirmed(user.standing);
    return { ...user, standing: { status: 'CONFIRMED' } };
  });
}

/** What a client answers when a code is asked for, or given, for a user who is not there. */
export function missingUserOfCode(client: ClientDefinition) {
  // With hidden users Cognito answers as for a code that is no more (recorded in public bug reports).
  return client.hidesUsers ? codeExpired() : missingUser(client);
}

function requireUserBySub(pool: RunningPool, sub: string): User {
  const user = pool.contents().users[sub];
  if (!user) throw codeExpired();
  return user;
}

function unconfirmed(standing: Standing): Unconfirmed {
  if (standing.status === 'UNCONFIRMED') return standing;
  throw notAuthorized(`User cannot be confirmed. Current status is ${standing.status}`);
}

/** Who has the code has the address. */
function confirmed(user: User, now: number): User {
  const attributes = { ...user.attributes, email_verified: 'true' };
  return { ...user, attributes, standing: { status: 'CONFIRMED' }, modifiedAt: now };
}
