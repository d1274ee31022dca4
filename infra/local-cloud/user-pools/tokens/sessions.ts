import { randomUUID } from 'node:crypto';
import type { PoolContents, Session, User } from '../pool/pool-contents';
import type { RunningClient } from '../pool/running-pool';
import { digestOf, randomToken } from '../pool/secrets';
import { notAuthorized } from '../pool/service-error';
import { type IssuedTokens, issueTokens } from './issue-tokens';

/** How somebody signed in. */
export type SignIn =
  | { readonly origin: 'api' }
  | {
      readonly origin: 'pages';
      readonly scopes: readonly string[];
      readonly nonce: string | undefined;
      readonly authTime: number;
    };

/**
 * Begins a session of a user who has proved who they are.
 *
 * @throws ServiceError when the user is gone in the meantime
 */
export async function startSession(
  running: RunningClient,
  sub: string,
  signIn: SignIn,
): Promise<IssuedTokens & { readonly refreshToken: string }> {
  const { pool, client } = running;
  const fromPages = signIn.origin === 'pages';
  const session: Session = {
    sub,
    clientId: client.id,
    originJti: randomUUID(),
    authTime: fromPages ? signIn.authTime : pool.now(),
    origin: signIn.origin,
    scopes: fromPages ? [...signIn.scopes] : [],
    expiresAt: pool.now() + client.validity.refreshToken * 1_000,
  };
  const refreshToken = randomToken();
  const user = await pool.change((contents) => {
    const found = contents.users[sub];
    if (!found) throw notAuthorized('User does not exist.');
    const sessions = { ...unexpired(contents, pool.now()), [digestOf(refreshToken)]: session };
    return { contents: { ...contents, sessions }, result: found };
  });
  const tokens = await issueTokens(running, user, session, fromPages ? signIn.nonce : undefined);
  return { ...tokens, refreshToken };
}

/**
 * Issues new tokens for a session.
 *
 * @throws ServiceError when it is over, or was never this client's
 */
export async function refreshSession(running: RunningClient, refreshToken: string): Promise<IssuedTokens> {
  const { session, user } = requireSession(running, refreshToken);
  return issueTokens(running, user, session);
}

function requireSession(
  { pool, client }: RunningClient,
  refreshToken: string,
): { session: Session; user: User } {
  const { sessions, users } = pool.contents();
  const session = sessions[digestOf(refreshToken)];
  const user = session && users[session.sub];
  if (!session || !user || session.clientId !== client.id) throw notAuthorized('Invalid Refresh Token');
  if (session.expiresAt <= pool.now()) throw notAuthorized('Refresh Token has expired');
  return { session, user };
}

/** Ends the session of a refresh token; one that is not known, or another client's, changes nothing. */
export function endSession({ pool, client }: RunningClient, refreshToken: string): Promise<void> {
  const digest = digestOf(refreshToken);
  return pool.change((contents) => {
    const { [digest]: ended, ...sessions } = contents.sessions;
    if (ended?.clientId !== client.id) return { contents, result: undefined };
    return { contents: { ...contents, sessions }, result: undefined };
  });
}

function unexpired({ sessions }: PoolContents, now: number): PoolContents['sessions'] {
  return Object.fromEntries(Object.entries(sessions).filter(([, { expiresAt }]) => expiresAt > now));
}
