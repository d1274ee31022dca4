import { findUserPool } from '../../postman/users/find-user-pool';
import { openUserPool, type Tokens } from '../../postman/users/user-pool';

/** Signs somebody in at a stage on this machine, whom its user pool need not know yet. */
export async function tokensFor(url: string, email = 'me@example.com'): Promise<Tokens> {
  const pool = openUserPool(await findUserPool({ url }, {}));
  try {
    if ((await pool.list(email)).length === 0) await pool.create(email);
    return await pool.signIn(email);
  } finally {
    pool.close();
  }
}

export async function tokenFor(url: string, email?: string): Promise<string> {
  return (await tokensFor(url, email)).idToken;
}

/** `fetch` as somebody who is signed in, below the stage. */
export async function signedIn(url: string, email?: string) {
  const token = await tokenFor(url, email);
  return (path: string, { headers, ...init }: RequestInit & { headers?: Record<string, string> } = {}) =>
    fetch(`${url}${path}`, { ...init, headers: { Authorization: `Bearer ${token}`, ...headers } });
}
