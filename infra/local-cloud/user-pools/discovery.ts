import { answerJson } from './http/answers';
import type { Endpoint } from './http/endpoint';
import type { RunningPool } from './pool/running-pool';

/** What a pool publishes of itself: the key to check its tokens with, and where to find the rest. */
export function discoveryOf(pool: RunningPool, hostedAt: () => string): Readonly<Record<string, Endpoint>> {
  return {
    'jwks.json': {
      anyOrigin: true,
      GET: async () => answerJson(200, { keys: [(await pool.key()).publicJwk] }),
    },
    'openid-configuration': {
      anyOrigin: true,
      GET: () => answerJson(200, configuration(pool.issuer(), hostedAt())),
    },
  };
}

/** The members that Cognito's has (recorded), and how a public client is to prove itself. */
function configuration(issuer: string, hostedAt: string) {
  return {
    issuer,
    authorization_endpoint: `${hostedAt}/oauth2/authorize`,
    token_endpoint: `${hostedAt}/oauth2/token`,
    userinfo_endpoint: `${hostedAt}/oauth2/userInfo`,
    revocation_endpoint: `${hostedAt}/oauth2/revoke`,
    end_session_endpoint: `${hostedAt}/logout`,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    response_types_supported: ['code'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    code_challenge_methods_supported: ['S256'],
    scopes_supported: ['openid', 'email', 'phone', 'profile'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: ['none'],
  };
}
