import { decodeJwt } from 'jose';
import { send } from '../rest-api/support/client';
import { pkce, post, visit } from './support/browser';
import { type RunningPools, run } from './support/running-pools';
import { type TemplateSpec, WEBSITE } from './support/template';
import { addUser, PASSWORD } from './support/users';

const { verifier, challenge } = pkce();

/** Pools in which somebody can sign in on the pages. */
async function start(spec?: TemplateSpec) {
  const running = await run(spec);
  const sub = await addUser(running);
  const signIn = async (query: Record<string, string | undefined> = {}) => {
    const asked = { code_challenge: challenge, code_challenge_method: 'S256', ...query };
    const page = await visit(running, asked);
    const { sentTo } = await page.submit('/login', { name: 'ann@example.com', password: PASSWORD });
    return {
      grant_type: 'authorization_code',
      client_id: running.clientId,
      redirect_uri: WEBSITE,
      code: sentTo?.searchParams.get('code') ?? '',
      code_verifier: verifier,
    };
  };
  return { ...running, sub, signIn };
}

async function token(running: RunningPools, fields: Record<string, string> | [string, string][]) {
  const { status, headers, body } = await post(running, '/oauth2/token', fields);
  return { status, headers, json: JSON.parse(body) };
}

const refused = (error: string) => ({ status: 400, json: { error, error_description: expect.any(String) } });

test('a code becomes tokens, with the claims that Cognito gives them', async () => {
  const running = await start();
  const { status, headers, json } = await token(running, await running.signIn({ nonce: 'once' }));
  expect(status).toBe(200);
  expect(headers).toMatchObject({ 'cache-control': 'no-store', 'access-control-allow-origin': '*' });
  expect(json).toEqual({
    id_token: expect.any(String),
    access_token: expect.any(String),
    refresh_token: expect.any(String),
    expires_in: 3_600,
    token_type: 'Bearer',
  });
  expect(decodeJwt(json.id_token)).toMatchObject({
    sub: running.sub,
    email: 'ann@example.com',
    aud: running.clientId,
    token_use: 'id',
    nonce: 'once',
    at_hash: expect.stringMatching(/^[\w-]{22}$/),
  });
  expect(decodeJwt(json.access_token)).toMatchObject({ scope: 'openid email', version: 2 });
});

test('a code is good once, for five minutes, and for who asked for it', async () => {
  const running = await start();
  const used = await running.signIn();
  await token(running, used);
  expect(await token(running, used)).toMatchObject(refused('invalid_grant'));
  const late = await running.signIn();
  running.clock.now += 5 * 60 * 1_000;
  expect(await token(running, late)).toMatchObject(refused('invalid_grant'));
  for (const change of [
    { redirect_uri: `${WEBSITE}x` },
    { code_verifier: pkce().verifier },
    { code_verifier: 'short' },
    { code_verifier: challenge },
  ]) {
    const grant = await running.signIn();
    expect(await token(running, { ...grant, ...change })).toMatchObject(refused('invalid_grant'));
    // It is spent: nobody tries a second time.
    expect(await token(running, grant)).toMatchObject(refused('invalid_grant'));
  }
});

test('a verifier is asked for where there was a challenge, and refused where there was none', async () => {
  const running = await start();
  const { code_verifier: _, ...without } = await running.signIn();
  expect(await token(running, without)).toMatchObject(refused('invalid_grant'));
  const plain = { code_challenge: undefined, code_challenge_method: undefined };
  expect(await token(running, await running.signIn(plain))).toMatchObject(refused('invalid_grant'));
  const { code_verifier: __, ...grant } = await running.signIn(plain);
  expect(await token(running, grant)).toMatchObject({ status: 200 });
});

test('a code is no good to another client', async () => {
  const Other = { Type: 'AWS::Cognito::UserPoolClient', Properties: { UserPoolId: { Ref: 'Users' } } };
  const running = await start({ extra: { Other } });
  const grant = await running.signIn();
  const stolen = { ...grant, client_id: running.otherClientId('Other') };
  expect(await token(running, stolen)).toMatchObject(refused('invalid_grant'));
});

test('without the scope openid there is no id token, and no data of the user', async () => {
  const running = await start();
  const { json } = await token(running, await running.signIn({ scope: 'email' }));
  expect(json).not.toHaveProperty('id_token');
  expect((await userInfo(running, json.access_token)).status).toBe(401);
});

test('a refresh token becomes new tokens, until it is revoked', async () => {
  const running = await start();
  const { json: first } = await token(running, await running.signIn());
  const client = { client_id: running.clientId };
  const refresh = () =>
    token(running, { ...client, grant_type: 'refresh_token', refresh_token: first.refresh_token });
  running.clock.now += 1_000;
  const { status, json } = await refresh();
  expect(status).toBe(200);
  expect(json).not.toHaveProperty('refresh_token');
  expect(decodeJwt(json.id_token)).toMatchObject({ auth_time: decodeJwt(first.id_token).auth_time });
  const revoked = await post(running, '/oauth2/revoke', { ...client, token: first.refresh_token });
  expect(revoked).toMatchObject({ status: 200, body: '' });
  expect(await refresh()).toMatchObject(refused('invalid_grant'));
  expect((await userInfo(running, json.access_token)).status).toBe(401);
});

test('a token that is not known is revoked already', async () => {
  const running = await start();
  const fields = { client_id: running.clientId, token: 'of nobody' };
  expect((await post(running, '/oauth2/revoke', fields)).status).toBe(200);
  const missing = await post(running, '/oauth2/revoke', { client_id: running.clientId });
  expect(missing).toMatchObject({ status: 400, body: expect.stringContaining('invalid_request') });
});

function userInfo({ port }: RunningPools, accessToken: string) {
  const headers = { Authorization: `Bearer ${accessToken}` };
  return send(port, '/_cognito/oauth2/userInfo', { headers });
}

test('an access token tells who its user is', async () => {
  const running = await start();
  const { json } = await token(running, await running.signIn());
  const reply = await userInfo(running, json.access_token);
  expect(JSON.parse(reply.body)).toEqual({
    sub: running.sub,
    email: 'ann@example.com',
    email_verified: 'false',
    username: running.sub,
  });
  const wrong = await userInfo(running, json.id_token);
  expect(wrong).toMatchObject({
    status: 401,
    headers: { 'www-authenticate': 'Bearer error="invalid_token"', 'access-control-allow-origin': '*' },
  });
});

test.each<[string, string, (grant: Record<string, string>) => Record<string, string> | [string, string][]]>([
  ['another grant', 'unsupported_grant_type', (grant) => ({ ...grant, grant_type: 'client_credentials' })],
  ['an unknown client', 'invalid_client', (grant) => ({ ...grant, client_id: 'x' })],
  ['an unknown code', 'invalid_grant', (grant) => ({ ...grant, code: 'x' })],
  ['two codes', 'invalid_request', (grant) => [...Object.entries(grant), ['code', 'x']]],
  ['an empty refresh token', 'invalid_grant', (grant) => ({ ...grant, grant_type: 'refresh_token' })],
])('%s is answered with %s', async (_, error, change) => {
  const running = await run();
  const grant = { grant_type: 'authorization_code', client_id: running.clientId, code: 'c' };
  expect(await token(running, change(grant))).toMatchObject(refused(error));
});

test('so is a secret, and a body that is no form', async () => {
  const running = await run();
  const secret = { Authorization: 'Basic YTpi' };
  const fields = { grant_type: 'refresh_token', client_id: running.clientId };
  const withSecret = await post(running, '/oauth2/token', fields, secret);
  expect(withSecret).toMatchObject({ status: 400, body: expect.stringContaining('invalid_client') });
  const noForm = await send(running.port, '/_cognito/oauth2/token', { method: 'POST', body: '{}' });
  expect(noForm).toMatchObject({ status: 400, body: expect.stringContaining('invalid_request') });
});

test('a website asks before it sends a form', async () => {
  const { port } = await run();
  const reply = await send(port, '/_cognito/oauth2/token', { method: 'OPTIONS' });
  expect(reply).toMatchObject({ status: 204, headers: { 'access-control-allow-origin': '*' } });
});
