import { createHash, randomBytes } from 'node:crypto';
import { type Reply, send } from '../../rest-api/support/client';
import type { RunningPools } from './running-pools';
import { WEBSITE } from './template';

/** A page, as a person who uses it sees it. */
export interface Page {
  status: number;
  headers: Record<string, string>;
  html: string;
  /** What the page says to the person beside its forms: an error, a notice. */
  message: string | undefined;
  /** Fills in a form and sends it. */
  submit(path: string, fields?: Record<string, string>): Promise<Page>;
  /** Where the browser is sent. */
  sentTo: URL | undefined;
}

/** A website's own secret of PKCE, and what it tells of it. */
export function pkce() {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}

/** What a website asks for when it sends somebody to sign in. */
export function authorizeQuery(
  { clientId }: RunningPools,
  more: Record<string, string | undefined> = {},
): string {
  const query = {
    response_type: 'code',
    client_id: clientId,
    redirect_uri: WEBSITE,
    scope: 'openid email',
    state: 'the state',
    ...more,
  };
  return String(new URLSearchParams(Object.entries(query).filter(([, value]) => value !== undefined) as []));
}

/** Goes to the sign-in page. */
export async function visit(
  running: RunningPools,
  more: Record<string, string | undefined> = {},
  path = '/_cognito/oauth2/authorize',
): Promise<Page> {
  return asPage(running, await send(running.port, `${path}?${authorizeQuery(running, more)}`));
}

function asPage(running: RunningPools, { status, headers, body }: Reply): Page {
  const field = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(body)?.[1] ?? '';
  return {
    status,
    headers,
    html: body,
    message: /<p role="\w+">([^<]*)</.exec(body)?.[1],
    sentTo: headers.location === undefined ? undefined : new URL(headers.location),
    submit: async (path, fields = {}) => {
      // As the markup has it, or there is no such form on the page.
      if (!body.includes(`action="/_cognito${path}"`)) throw new Error(`There is no form for ${path}.`);
      return asPage(running, await post(running, path, { ticket: field('ticket'), ...fields }));
    },
  };
}

/** Sends a form. */
export function post(
  { port }: Pick<RunningPools, 'port'>,
  path: string,
  fields: Record<string, string> | [string, string][],
  headers: Record<string, string> = {},
): Promise<Reply> {
  return send(port, `/_cognito${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
    body: String(new URLSearchParams(fields)),
  });
}
