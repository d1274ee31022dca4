import { createRemoteJWKSet, jwtVerify } from 'jose';
import { run } from './support/running-pools';
import { addUser, signIn } from './support/users';

test('a pool publishes its key, and with it anybody can check its tokens', async () => {
  const running = await run();
  await addUser(running);
  const { IdToken } = await signIn(running);
  const issuer = `${running.url}/${running.poolId}`;
  const jwks = new URL(`${issuer}/.well-known/jwks.json`);
  const response = await fetch(jwks);
  expect(response.headers.get('Access-Control-Allow-Origin')).toBe('*');
  expect(await response.json()).toEqual({
    keys: [
      { alg: 'RS256', e: 'AQAB', kid: expect.any(String), kty: 'RSA', n: expect.any(String), use: 'sig' },
    ],
  });
  const currentDate = new Date(running.clock.now);
  const options = { issuer, audience: running.clientId, currentDate };
  await expect(jwtVerify(IdToken, createRemoteJWKSet(jwks), options)).resolves.toBeDefined();
});

test('a pool publishes where everything is', async () => {
  const { url, poolId } = await run();
  const response = await fetch(`${url}/${poolId}/.well-known/openid-configuration`);
  expect(response.headers.get('Access-Control-Allow-Origin')).toBe('*');
  expect(await response.json()).toMatchObject({
    issuer: `${url}/${poolId}`,
    authorization_endpoint: `${url}/oauth2/authorize`,
    token_endpoint: `${url}/oauth2/token`,
    jwks_uri: `${url}/${poolId}/.well-known/jwks.json`,
    response_types_supported: ['code'],
    code_challenge_methods_supported: ['S256'],
  });
});

test('no pool publishes for another', async () => {
  const { url } = await run();
  expect((await fetch(`${url}/eu-central-1_000000000/.well-known/jwks.json`)).status).toBe(404);
});
