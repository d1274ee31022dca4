import { type Claims, claimsAsSent } from './claims';
import { authorizerMisconfigured, expiredToken, unauthorized } from './gateway-failure';
import { headerValues } from './headers';
import type { Authorization } from './model';
import type { GatewayRequest } from './request';
import type { TokenCheck } from './token-check';

/** The user pools that run here, by ARN. Asked at every request, as functions are. */
export type TokenCheckByArn = (userPoolArn: string) => TokenCheck | undefined;

/**
 * Lets a request in as a Cognito authorizer does, and says whose it is.
 *
 * Without scopes a method takes id tokens and no access token, with scopes access tokens that have one of them
 * (documented). The audience counts only where there is an expression for it (documented); an access token has none.
 *
 * @returns the claims, or undefined where a method asks for nothing
 * @throws GatewayFailure when it is not let in
 */
export async function authorize(
  authorization: Authorization,
  request: GatewayRequest,
  tokenCheckByArn: TokenCheckByArn,
): Promise<Claims | undefined> {
  if (authorization.kind === 'open') return undefined;
  const { authorizer, scopes } = authorization;
  const token = tokenIn(headerValues(request.headers, authorizer.header));
  const claims = await checked(token, authorizer.userPoolArns, tokenCheckByArn);
  if (scopes.length === 0) requireIdToken(claims);
  else requireScope(claims, scopes);
  const { audience } = authorizer;
  if (audience && !(typeof claims.aud === 'string' && audience.test(claims.aud))) {
    throw unauthorized('the token is for another client');
  }
  return claimsAsSent(claims);
}

/** With `Bearer` in front or without: the authorizer takes both (documented). */
function tokenIn([value = '', ...others]: readonly string[]): string {
  // Which of several would count is not known, and no honest client sends them.
  if (others.length > 0) throw unauthorized('there are several tokens');
  const token = value.trim().replace(/^Bearer(\s+|$)/i, '');
  if (token === '') throw unauthorized('there is no token');
  return token;
}

/** Any one of the pools may know the token (documented). */
async function checked(
  token: string,
  userPoolArns: readonly string[],
  tokenCheckByArn: TokenCheckByArn,
): Promise<Readonly<Record<string, unknown>>> {
  const reasons: string[] = [];
  for (const arn of userPoolArns) {
    const check = tokenCheckByArn(arn);
    if (!check) throw authorizerMisconfigured(`no user pool ${arn} runs here`);
    const verdict = await check(token);
    if (verdict.kind === 'valid') return verdict.claims;
    if (verdict.kind === 'expired') throw expiredToken();
    reasons.push(verdict.reason);
  }
  throw unauthorized(`the token is not valid: ${reasons.join('; ')}`);
}

function requireIdToken({ token_use }: Readonly<Record<string, unknown>>): void {
  if (token_use !== 'id') throw unauthorized('the token is not an id token');
}

function requireScope(
  { token_use, scope }: Readonly<Record<string, unknown>>,
  wanted: readonly string[],
): void {
  const granted = token_use === 'access' && typeof scope === 'string' ? scope.split(' ') : [];
  if (!wanted.some((one) => granted.includes(one))) throw unauthorized('the token has none of the scopes');
}
