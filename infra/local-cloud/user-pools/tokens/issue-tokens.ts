import { createHash, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose/jwt/sign';
import type { Session, User } from '../pool/pool-contents';
import type { RunningClient } from '../pool/running-pool';

/** What is handed out when somebody signs in or refreshes. */
export interface IssuedTokens {
  /** Not for who signed in on the pool's pages without the scope `openid`. */
  readonly idToken?: string;
  readonly accessToken: string;
  /** Until the access token's time is over, in seconds. */
  readonly expiresIn: number;
}

/** The scope of a token that the API issues. */
const apiScope = 'aws.cognito.signin.user.admin';

/** Issues tokens with the claims that Cognito's have (documented). */
export async function issueTokens(
  running: RunningClient,
  user: User,
  session: Session,
  nonce?: string,
): Promise<IssuedTokens> {
  const { client } = running;
  const shared = {
    sub: user.sub,
    origin_jti: session.originJti,
    event_id: randomUUID(),
    auth_time: Math.floor(session.authTime / 1_000),
  };
  const fromPages = session.origin === 'pages';
  const accessToken = await sign(running, client.validity.accessToken, {
    ...shared,
    client_id: client.id,
    token_use: 'access',
    scope: fromPages ? session.scopes.join(' ') : apiScope,
    ...(fromPages && { version: 2 }),
    username: user.username,
  });
  const expiresIn = client.validity.accessToken;
  if (fromPages && !session.scopes.includes('openid')) return { accessToken, expiresIn };
  const idToken = await sign(running, client.validity.idToken, {
    ...shared,
    ...Object.fromEntries(attributesWithin(user, session.scopes).map(asClaim)),
    ...(fromPages && { at_hash: halfHash(accessToken) }),
    ...(nonce !== undefined && { nonce }),
    'cognito:username': user.username,
    aud: client.id,
    token_use: 'id',
  });
  return { idToken, accessToken, expiresIn };
}

async function sign(
  { pool }: RunningClient,
  validitySeconds: number,
  claims: Readonly<Record<string, unknown>>,
): Promise<string> {
  const { kid, privateKey } = await pool.key();
  const issuedAt = Math.floor(pool.now() / 1_000);
  // Without `typ`, as Cognito's.
  return new SignJWT({ ...claims, iss: pool.issuer(), jti: randomUUID() })
    .setProtectedHeader({ kid, alg: 'RS256' })
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + validitySeconds)
    .sign(privateKey);
}

/** What may be told of a user: all of it, unless the scopes name parts of it beside `openid` (documented). */
export function attributesWithin({ attributes }: User, scopes: readonly string[]): [string, string][] {
  const named = scopes.filter((scope) => ['email', 'phone', 'profile'].includes(scope));
  const all = Object.entries(attributes);
  return named.length === 0 ? all : all.filter(([name]) => named.includes(scopeOf(name)));
}

function scopeOf(attribute: string): string {
  if (attribute.startsWith('email')) return 'email';
  return attribute.startsWith('phone_number') ? 'phone' : 'profile';
}

/** These two are booleans in a token, whereas the API has strings only. */
function asClaim([name, value]: [string, string]): [string, unknown] {
  return [name, name.endsWith('_verified') ? value === 'true' : value];
}

/** Ties an id token to the access token beside it (OpenID Connect Core, 3.1.3.6). */
function halfHash(token: string): string {
  return createHash('sha256').update(token).digest().subarray(0, 16).toString('base64url');
}
