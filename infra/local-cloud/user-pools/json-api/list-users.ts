import * as z from 'zod/mini';
import type { PoolDefinition } from '../definition/pool-definition';
import { comparable } from '../pool/find-user';
import type { User } from '../pool/pool-contents';
import { requirePool } from '../pool/running-pool';
import { invalidParameter } from '../pool/service-error';
import { operation, text } from './operation';
import { attributeList, userView } from './user-view';

const MAX_USERS = 60;

/** Lists users, the newest last, a page at a time. */
export const listUsers = operation(
  'administrator',
  z.object({
    UserPoolId: text,
    AttributesToGet: z.optional(z.array(text)),
    Filter: z.optional(z.string().check(z.maxLength(256))),
    Limit: z.optional(z.int().check(z.minimum(0), z.maximum(MAX_USERS))),
    PaginationToken: z.optional(text),
  }),
  (pools, { UserPoolId, AttributesToGet, Filter, Limit, PaginationToken }) => {
    const { definition, contents } = requirePool(pools, UserPoolId);
    const fits = Filter ? readFilter(definition, Filter) : () => true;
    const after = PaginationToken === undefined ? '' : readPosition(PaginationToken);
    const rest = Object.values(contents().users)
      .filter((user) => fits(user) && positionOf(user) > after)
      .sort((a, b) => (positionOf(a) < positionOf(b) ? -1 : 1));
    const page = rest.slice(0, Limit || MAX_USERS);
    const last = page.at(-1);
    const Users = page.map((user) => ({
      ...userView(user),
      Attributes: attributeList(user).filter(({ Name }) => AttributesToGet?.includes(Name) ?? true),
    }));
    return { Users, ...(last && rest.length > page.length && { PaginationToken: writePosition(last) }) };
  },
);

/** A place in the list that stays where it is when users before it are removed. */
function positionOf({ createdAt, sub }: User): string {
  return `${String(createdAt).padStart(16, '0')}/${sub}`;
}

function writePosition(user: User): string {
  return Buffer.from(positionOf(user)).toString('base64url');
}

function readPosition(token: string): string {
  const position = Buffer.from(token, 'base64url').toString();
  if (!/^\d{16}\/[\da-f-]{36}$/.test(position)) throw invalidParameter('Invalid pagination token given.');
  return position;
}

/** The attributes that Cognito searches (documented), but for those of phones. */
const searchable = new Set([
  ...['username', 'email', 'name', 'given_name', 'family_name', 'preferred_username'],
  ...['cognito:user_status', 'status', 'sub'],
]);

/** Reads `email ^= "start"` and `email = "whole"`; a quotation mark in the value has a backslash before it. */
function readFilter(definition: PoolDefinition, filter: string): (user: User) => boolean {
  const [, name = '', operator, quoted = ''] =
    /^\s*"?([\w:]+)"?\s*(\^?=)\s*"((?:[^"\\]|\\.)*)"\s*$/.exec(filter) ?? [];
  if (operator === undefined) throw invalidParameter('Error while parsing filter.');
  if (!searchable.has(name)) throw invalidParameter(`Invalid search attribute: ${name}`);
  const wanted = comparable(definition, quoted.replace(/\\(.)/g, '$1'));
  return (user) => {
    const value = comparable(definition, searchedValue(user, name) ?? '');
    return operator === '=' ? value === wanted : value.startsWith(wanted);
  };
}

function searchedValue(user: User, name: string): string | undefined {
  switch (name) {
    case 'username':
      return user.username;
    case 'sub':
      return user.sub;
    case 'cognito:user_status':
      return user.standing.status;
    case 'status':
      // No operation that runs here disables a user.
      return 'Enabled';
    default:
      return user.attributes[name];
  }
}
