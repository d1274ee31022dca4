import { createPrivateKey } from 'node:crypto';
import * as z from 'zod/mini';

const privateJwk = z.record(z.string(), z.string()).check(
  z.refine((key) => {
    try {
      return createPrivateKey({ key, format: 'jwk' }).asymmetricKeyType === 'rsa';
    } catch {
      return false;
    }
  }),
);

/** A secret that can be recognised and not be read: see secrets.ts. */
const hashedSecret = z.object({ salt: z.string(), hash: z.string() });

const standing = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('UNCONFIRMED'),
    code: z.optional(z.object({ ...hashedSecret.shape, expiresAt: z.number(), attemptsLeft: z.number() })),
  }),
  z.object({ status: z.literal('FORCE_CHANGE_PASSWORD') }),
  z.object({ status: z.literal('CONFIRMED') }),
]);

const user = z.object({
  sub: z.string(),
  username: z.string(),
  /** With `email` and `email_verified`; all are strings, as in Cognito's own answers. */
  attributes: z.record(z.string(), z.string()),
  password: z.optional(hashedSecret),
  standing,
  /** Milliseconds since the epoch, as all times here. */
  createdAt: z.number(),
  modifiedAt: z.number(),
});

const session = z.object({
  sub: z.string(),
  clientId: z.string(),
  /** The `jti` of the first token of this sign-in; all that are refreshed from it name it. */
  originJti: z.string(),
  authTime: z.number(),
  /** From the API, or from the pool's pages; the latter have scopes. */
  origin: z.enum(['api', 'pages']),
  scopes: z.array(z.string()),
  expiresAt: z.number(),
});

/** All that a user pool holds, as it is stored. */
export const poolContents = z.object({
  /** A private JSON Web Key, and the name that tokens call it by. */
  key: z.optional(z.object({ kid: z.string(), privateJwk })),
  /** By `sub`. */
  users: z.record(z.string(), user),
  /** Sign-ins that can be refreshed, by the SHA-256 of their refresh token. */
  sessions: z.record(z.string(), session),
});

export type PoolContents = Readonly<z.infer<typeof poolContents>>;
export type StoredKey = NonNullable<PoolContents['key']>;
export type HashedSecret = Readonly<z.infer<typeof hashedSecret>>;
export type User = Readonly<z.infer<typeof user>>;
export type Standing = User['standing'];
export type Session = Readonly<z.infer<typeof session>>;

export const emptyPool: PoolContents = { users: {}, sessions: {} };

/** The contents with one user put in or replaced. */
export function withUser(contents: PoolContents, one: User): PoolContents {
  return { ...contents, users: { ...contents.users, [one.sub]: one } };
}
