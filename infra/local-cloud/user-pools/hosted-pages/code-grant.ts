import { createHash, timingSafeEqual } from 'node:crypto';
import type { AuthorizeRequest } from './authorize-request';

/** How long a code is good (documented). */
export const CODE_LIFETIME_MS = 5 * 60 * 1_000;

/** What an authorization code stands for. */
export interface CodeGrant extends Omit<AuthorizeRequest, 'state'> {
  readonly sub: string;
  /** When the user signed in, in milliseconds. */
  readonly authTime: number;
}

/** Whether a code is presented by whom it was made for, and as it was asked for. */
export function isPresentedRightly(grant: CodeGrant, form: URLSearchParams): boolean {
  const { running, redirectUri, challenge } = grant;
  return (
    running.client.id === form.get('client_id') &&
    redirectUri === form.get('redirect_uri') &&
    isProven(challenge, form.get('code_verifier'))
  );
}

/** A verifier without a challenge is refused, too: somebody has taken the challenge away (RFC 9700, 2.1.1). */
function isProven(challenge: string | undefined, verifier: string | null): boolean {
  if (challenge === undefined || verifier === null) return challenge === undefined && verifier === null;
  if (!/^[\w.~-]{43,128}$/.test(verifier)) return false;
  const digest = createHash('sha256').update(verifier).digest();
  const expected = Buffer.from(challenge, 'base64url');
  return digest.length === expected.length && timingSafeEqual(digest, expected);
}
