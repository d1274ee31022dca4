import { hasRepeated } from '../http/form';
import { findClient, type RunningClient, type RunningPools } from '../pool/running-pool';

/** What a website asks the sign-in page for, found to be in order. */
export interface AuthorizeRequest {
  readonly running: RunningClient;
  readonly redirectUri: string;
  readonly state: string | undefined;
  readonly scopes: readonly string[];
  /** Of PKCE, by SHA-256. */
  readonly challenge: string | undefined;
  readonly nonce: string | undefined;
}

export type AuthorizeVerdict =
  | { readonly kind: 'accepted'; readonly request: AuthorizeRequest }
  /** There is nobody to send back to: an unknown address could be anyone's. */
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'sent-back'; readonly location: string };

/** Reads the query of `/oauth2/authorize`. */
export function readAuthorizeRequest(pools: RunningPools, query: URLSearchParams): AuthorizeVerdict {
  const running = findClient(pools, query.get('client_id') ?? undefined);
  const redirectUri = query.get('redirect_uri') ?? '';
  const refused = refusalOf(running, redirectUri, query);
  if (refused !== undefined || !running) return { kind: 'refused', reason: refused ?? 'There is no client.' };
  const state = query.get('state') ?? undefined;
  const error = errorIn(running, query);
  if (error) return { kind: 'sent-back', location: addressBack(redirectUri, { ...error, state }) };
  const request = {
    running,
    redirectUri,
    state,
    scopes: scopesIn(running, query),
    challenge: query.get('code_challenge') ?? undefined,
    nonce: query.get('nonce') ?? undefined,
  };
  return { kind: 'accepted', request };
}

/** An address to go back to, with what is to be told there. */
export function addressBack(
  redirectUri: string,
  parameters: Readonly<Record<string, string | undefined>>,
): string {
  const address = new URL(redirectUri);
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) address.searchParams.set(name, value);
  }
  return address.href;
}

function refusalOf(
  running: RunningClient | undefined,
  redirectUri: string,
  query: URLSearchParams,
): string | undefined {
  if (hasRepeated(query)) return 'A parameter of the address is there twice.';
  if (!running) return 'The client_id is not that of a client of a user pool here.';
  const { pool, client } = running;
  if (!pool.definition.hasDomain) {
    return `The user pool ${pool.definition.id} has no domain, and without one Cognito shows no page.`;
  }
  if (client.callbackUrls.includes(redirectUri) && URL.canParse(redirectUri)) return undefined;
  return `The redirect_uri has to be exactly one of the client's callback URLs: ${client.callbackUrls.join(', ')}`;
}

interface OAuthError {
  readonly error: string;
  readonly error_description: string;
}

function errorIn(running: RunningClient, query: URLSearchParams): OAuthError | undefined {
  const { client } = running;
  const say = (error: string, error_description: string) => ({ error, error_description });
  if (query.get('response_type') !== 'code') {
    return say('unsupported_response_type', 'The response_type has to be code.');
  }
  if (!client.codeGrant) return say('unauthorized_client', 'The client is not allowed the code grant.');
  if (scopesIn(running, query).some((scope) => !client.scopes.includes(scope))) {
    return say('invalid_scope', `The scopes of this client are: ${client.scopes.join(' ')}`);
  }
  const challenge = query.get('code_challenge');
  const method = query.get('code_challenge_method');
  if ((challenge ?? method) !== null && method !== 'S256') {
    return say('invalid_request', 'The code_challenge_method has to be S256.');
  }
  if (method !== null && !/^[\w-]{43}$/.test(challenge ?? '')) {
    return say('invalid_request', 'The code_challenge has to be the base64url of a SHA-256.');
  }
  if ((query.get('identity_provider') ?? 'COGNITO') !== 'COGNITO') {
    return say('invalid_request', 'Other identity providers are not run here.');
  }
  // There is no session that could answer for the person.
  if (query.get('prompt') === 'none') return say('login_required', 'Somebody has to sign in.');
  return undefined;
}

/** All of the client's when none are named (documented). */
function scopesIn({ client }: RunningClient, query: URLSearchParams): readonly string[] {
  const named = (query.get('scope') ?? '').split(' ').filter((scope) => scope !== '');
  return named.length === 0 ? client.scopes : [...new Set(named)];
}
