import type { Answer } from '../../rest-api/answer';
import { answerJson, answerWith } from '../http/answers';
import type { Call, Endpoint } from '../http/endpoint';
import { hasRepeated, readForm } from '../http/form';
import { findClient, type RunningClient, type RunningPools } from '../pool/running-pool';
import { ServiceError } from '../pool/service-error';
import { checkAccessToken } from '../tokens/check-token';
import { attributesWithin, type IssuedTokens } from '../tokens/issue-tokens';
import { endSession, refreshSession, startSession } from '../tokens/sessions';
import { type CodeGrant, isPresentedRightly } from './code-grant';
import type { Tickets } from './tickets';

/** Where codes and refresh tokens become tokens, and where tokens are of use or are revoked. */
export function createTokenEndpoints(
  pools: RunningPools,
  codes: Tickets<CodeGrant>,
): Readonly<Record<string, Endpoint>> {
  const userInfo = (call: Call) => answerUserInfo(pools, call);
  return {
    '/oauth2/token': {
      anyOrigin: true,
      POST: onClientForm(pools, (running, form) => answerToken(codes, running, form)),
    },
    '/oauth2/revoke': { anyOrigin: true, POST: onClientForm(pools, answerRevoke) },
    '/oauth2/userInfo': { anyOrigin: true, GET: userInfo, POST: userInfo },
  };
}

type TakeForm = (running: RunningClient, form: URLSearchParams) => Promise<Answer>;

/** For forms of a client without a secret: it only says who it is. */
function onClientForm(pools: RunningPools, take: TakeForm) {
  return async (call: Call): Promise<Answer> => {
    const form = readForm(call);
    if (!form) return oauthError('invalid_request', 'The body has to be application/x-www-form-urlencoded.');
    if (hasRepeated(form)) return oauthError('invalid_request', 'A parameter is there twice.');
    const running = findClient(pools, form.get('client_id') ?? undefined);
    if (!running || call.headers.authorization !== undefined) {
      return oauthError(
        'invalid_client',
        'The client_id has to be that of a client here, which has no secret.',
      );
    }
    return take(running, form);
  };
}

async function answerToken(
  codes: Tickets<CodeGrant>,
  running: RunningClient,
  form: URLSearchParams,
): Promise<Answer> {
  try {
    switch (form.get('grant_type')) {
      case 'authorization_code':
        return await exchangeCode(codes, running, form);
      case 'refresh_token':
        return answerJson(200, tokenView(await refreshSession(running, form.get('refresh_token') ?? '')));
      default:
        return oauthError(
          'unsupported_grant_type',
          'The grants here are authorization_code and refresh_token.',
        );
    }
  } catch (error) {
    if (error instanceof ServiceError) return oauthError('invalid_grant', error.message);
    throw error;
  }
}

async function exchangeCode(
  codes: Tickets<CodeGrant>,
  running: RunningClient,
  form: URLSearchParams,
): Promise<Answer> {
  // Taken before it is looked at: a code that was presented wrongly is spent as well.
  const grant = codes.take(form.get('code') ?? '');
  if (!grant || !isPresentedRightly(grant, form)) {
    const what =
      'The code is spent or too old, or client_id, redirect_uri or code_verifier are not those it is for.';
    return oauthError('invalid_grant', what);
  }
  const { sub, scopes, nonce, authTime } = grant;
  const issued = await startSession(running, sub, { origin: 'pages', scopes, nonce, authTime });
  return answerJson(200, { ...tokenView(issued), refresh_token: issued.refreshToken });
}

async function answerRevoke(running: RunningClient, form: URLSearchParams): Promise<Answer> {
  const token = form.get('token');
  if (token === null) return oauthError('invalid_request', 'The token to revoke is missing.');
  if (!running.client.revocable) {
    return oauthError('invalid_request', 'Token revocation is not enabled for the client.');
  }
  await endSession(running, token);
  // For a token that is not known as well (RFC 7009, 2.2): it is as good as revoked.
  return answerWith(200, '', []);
}

async function answerUserInfo(pools: RunningPools, { headers }: Call): Promise<Answer> {
  const [, token = ''] = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '') ?? [];
  const access = await checkAccessToken(pools, token);
  if (!access?.scopes.includes('openid')) {
    const error_description =
      'An access token with the scope openid is needed, that is good and not revoked.';
    const challenge = ['WWW-Authenticate', 'Bearer error="invalid_token"'] as const;
    return answerJson(401, { error: 'invalid_token', error_description }, [challenge]);
  }
  const { sub, username } = access.user;
  // Strings all of them, also email_verified (documented).
  const told = Object.fromEntries(attributesWithin(access.user, access.scopes));
  return answerJson(200, { sub, ...told, username });
}

function tokenView({ idToken, accessToken, expiresIn }: IssuedTokens) {
  return { id_token: idToken, access_token: accessToken, expires_in: expiresIn, token_type: 'Bearer' };
}

function oauthError(error: string, error_description: string): Answer {
  return answerJson(400, { error, error_description });
}
