import { JOSEError, JWTExpired } from 'jose/errors';
import { jwtVerify } from 'jose/jwt/verify';
import type { TokenVerdict } from '../../rest-api/token-check';
import type { User } from '../pool/pool-contents';
import type { RunningPool, RunningPools } from '../pool/running-pool';

/** More than the headers of a request can hold on AWS; a token of a pool has about 1,000 characters. */
const MAX_TOKEN_LENGTH = 10_240;
/** How far a clock may be set back after a token was issued. */
const CLOCK_TOLERANCE_MS = 60_000;

/** Checks that a token is this pool's own and is good now; a user who is gone makes no difference, as on AWS. */
export async function checkToken(pool: RunningPool, token: string): Promise<TokenVerdict> {
  if (token.length > MAX_TOKEN_LENGTH) return invalid('it is too long');
  if (!isCompactJwt(token)) return invalid('it is not three parts of base64url with dots between');
  const { kid, publicKey } = await pool.key();
  try {
    const { payload } = await jwtVerify(
      token,
      (header) => {
        if (header.kid !== kid) throw new UnknownKey();
        return publicKey;
      },
      {
        algorithms: ['RS256'],
        issuer: pool.issuer(),
        requiredClaims: ['sub', 'exp', 'iat', 'token_use'],
        currentDate: new Date(pool.now()),
      },
    );
    if (Number(payload.iat) * 1_000 > pool.now() + CLOCK_TOLERANCE_MS)
      return invalid('it is from the future');
    return { kind: 'valid', claims: payload };
  } catch (error) {
    // It comes after the check of signature and issuer: an expired token was a good one.
    if (error instanceof JWTExpired) return { kind: 'expired' };
    if (error instanceof UnknownKey) return invalid('it is not signed with the key of this pool');
    if (error instanceof JOSEError) return invalid(error.message);
    throw error;
  }
}

/** What an access token opens: its user's own data. */
export interface Access {
  readonly pool: RunningPool;
  readonly user: User;
  readonly scopes: readonly string[];
}

/**
 * Checks an access token as the pools themselves do it, for which it has to be good still and not revoked.
 *
 * @returns undefined when it opens nothing
 */
export async function checkAccessToken(pools: RunningPools, token: string): Promise<Access | undefined> {
  for (const pool of pools.all) {
    const verdict = await checkToken(pool, token);
    if (verdict.kind !== 'valid' || verdict.claims.token_use !== 'access') continue;
    const { sub, origin_jti, scope } = verdict.claims;
    const { users, sessions } = pool.contents();
    const user = users[String(sub)];
    const alive = Object.values(sessions).some(({ originJti }) => originJti === origin_jti);
    if (user && alive) return { pool, user, scopes: String(scope).split(' ') };
  }
  return undefined;
}

class UnknownKey extends Error {}

/**
 * Decoders are lenient: they pass over what is no base64url, and the last character has bits that count for
 * nothing. What is not exactly what a pool issues is refused here.
 */
function isCompactJwt(token: string): boolean {
  const parts = token.split('.');
  return parts.length === 3 && parts.every((part) => part !== '' && isBase64url(part));
}

function isBase64url(text: string): boolean {
  return Buffer.from(text, 'base64url').toString('base64url') === text;
}

function invalid(reason: string): TokenVerdict {
  return { kind: 'invalid', reason };
}
