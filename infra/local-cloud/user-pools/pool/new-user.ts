import { randomUUID } from 'node:crypto';
import { passwordFlaw } from '../definition/password-policy';
import type { PoolDefinition } from '../definition/pool-definition';
import { comparable, findUser } from './find-user';
import { type HashedSecret, type PoolContents, type Standing, type User, withUser } from './pool-contents';
import type { RunningPool } from './running-pool';
import { hashSecret } from './secrets';
import { invalidParameter, ServiceError } from './service-error';

/** What a new user is made from. */
export interface NewUser {
  /** A user name, or an e-mail address where users sign in by it. */
  readonly name: string;
  /** Left out when nobody is told it: an administrator sets one later. */
  readonly password?: string | undefined;
  readonly attributes: readonly Attribute[];
  readonly standing: Standing;
}

export interface Attribute {
  readonly Name: string;
  readonly Value?: string | undefined;
}

/**
 * Adds a user.
 *
 * @param existsMessage Cognito's words when the user name is taken; they differ by operation
 * @throws ServiceError when name, password or attributes will not do, or there is such a user
 */
export async function addUser(pool: RunningPool, wanted: NewUser, existsMessage: string): Promise<User> {
  const { definition } = pool;
  const attributes = attributesOf(definition, wanted);
  const password =
    wanted.password === undefined ? undefined : await hashNewPassword(definition, wanted.password);
  return pool.change((contents) => {
    requireFree(definition, contents, wanted.name, existsMessage);
    const user = createUser(definition, wanted, { attributes, password, now: pool.now() });
    return { contents: withUser(contents, user), result: user };
  });
}

/** @throws ServiceError when the pool's policy, or Cognito itself, does not take the password */
export async function hashNewPassword(definition: PoolDefinition, password: string): Promise<HashedSecret> {
  // Cognito's own limits on the parameter (documented).
  if (password.length > 256 || password !== password.trim()) {
    throw invalidParameter('A password has at most 256 characters, and no space at either end.');
  }
  const flaw = passwordFlaw(definition.passwordPolicy, password);
  if (flaw !== undefined) {
    throw new ServiceError('InvalidPasswordException', `Password did not conform with policy: ${flaw}`);
  }
  return hashSecret(password);
}

function createUser(
  { signInByEmail }: PoolDefinition,
  { name, standing }: NewUser,
  parts: Pick<User, 'attributes'> & { readonly password: HashedSecret | undefined; readonly now: number },
): User {
  const { now, attributes, password } = parts;
  const sub = randomUUID();
  return {
    sub,
    username: signInByEmail ? sub : name,
    attributes,
    ...(password && { password }),
    standing,
    createdAt: now,
    modifiedAt: now,
  };
}

function requireFree(
  definition: PoolDefinition,
  contents: PoolContents,
  name: string,
  existsMessage: string,
): void {
  if (!findUser(definition, contents, name)) return;
  const message = definition.signInByEmail
    ? 'An account with the given email already exists.'
    : existsMessage;
  throw new ServiceError('UsernameExistsException', message);
}

/** Only what a mail server might take, and nothing that could forge a line where mails are shown. */
const emailPattern = /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[a-z\d-]+(\.[a-z\d-]+)+$/i;

function attributesOf(definition: PoolDefinition, { name, attributes }: NewUser): Record<string, string> {
  const given = Object.fromEntries(attributes.map(({ Name, Value = '' }) => [Name, Value]));
  if (name.length === 0 || name.length > 128) throw invalidParameter('A user name has 1 to 128 characters.');
  if (definition.signInByEmail) {
    if (!emailPattern.test(name)) throw invalidParameter('Username should be an email.');
    given.email ??= name;
    if (comparable(definition, given.email) !== comparable(definition, name)) {
      throw invalidParameter('The attribute email has to be the address that is the user name.');
    }
  }
  if (given.email !== undefined && !emailPattern.test(given.email)) {
    throw invalidParameter('Invalid email address format.');
  }
  for (const attribute of Object.keys(given)) {
    if (!definition.attributes.has(attribute) || attribute === 'sub') {
      throw schemaMismatch(attribute, 'Attribute does not exist in the schema.');
    }
  }
  // An address is unverified until somebody says otherwise; Cognito also takes "True".
  if (given.email !== undefined)
    given.email_verified = String(given.email_verified?.toLowerCase() === 'true');
  const missing = definition.requiredAttributes.find((attribute) => !given[attribute]);
  if (missing !== undefined) throw schemaMismatch(missing, 'The attribute is required');
  return given;
}

function schemaMismatch(attribute: string, what: string): ServiceError {
  return invalidParameter(`Attributes did not conform to the schema: ${attribute}: ${what}`);
}
