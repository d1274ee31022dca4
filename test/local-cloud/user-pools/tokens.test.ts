import { AdminDeleteUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { run } from './support/running-pools';
import { addUser, signIn } from './support/users';

const uuid = expect.stringMatching(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);

async function start(client: Record<string, unknown> = {}) {
  const running = await run({ client });
  const sub = await addUser(running);
  const check = running.pools.tokenCheckByArn(running.poolArn);
  if (!check) throw new Error('There is no such pool.');
  return { ...running, sub, check, tokens: await signIn(running) };
}

test('an id token has the claims that Cognito gives it', async () => {
  const { tokens, url, poolId, clientId, sub, clock } = await start();
  const seconds = Math.floor(clock.now / 1_000);
  expect(decodeJwt(tokens.IdToken)).toEqual({
    sub,
    email: 'ann@example.com',
    email_verified: false,
    iss: `${url}/${poolId}`,
    'cognito:username': sub,
    origin_jti: uuid,
    aud: clientId,
    event_id: uuid,
    token_use: 'id',
    auth_time: seconds,
    exp: seconds + 3_600,
    iat: seconds,
    jti: uuid,
  });
  expect(decodeProtectedHeader(tokens.IdToken)).toEqual({ kid: expect.any(String), alg: 'RS256' });
});

test('an access token has the claims that Cognito gives it', async () => {
  const { tokens, url, poolId, clientId, sub, clock } = await start();
  const seconds = Math.floor(clock.now / 1_000);
  const id = decodeJwt(tokens.IdToken);
  expect(decodeJwt(tokens.AccessToken)).toEqual({
    sub,
    iss: `${url}/${poolId}`,
    client_id: clientId,
    origin_jti: id.origin_jti,
    event_id: id.event_id,
    token_use: 'access',
    scope: 'aws.cognito.signin.user.admin',
    auth_time: seconds,
    exp: seconds + 3_600,
    iat: seconds,
    jti: uuid,
    username: sub,
  });
  expect(tokens).toMatchObject({ ExpiresIn: 3_600, TokenType: 'Bearer' });
});

test.each([
  [{ IdTokenValidity: 5, TokenValidityUnits: { IdToken: 'minutes' } }, 300],
  [{ IdTokenValidity: 2, TokenValidityUnits: {} }, 7_200],
  [{ IdTokenValidity: 0 }, 3_600],
])('with %j an id token is good for %d seconds', async (client, validity) => {
  const { tokens } = await start(client);
  const { exp = 0, iat } = decodeJwt(tokens.IdToken);
  expect(exp - validity).toBe(iat);
});

test('a token is valid with its claims until its time is over, also when its user is gone', async () => {
  const { cognito, poolId, tokens, check, clock } = await start();
  await cognito.send(new AdminDeleteUserCommand({ UserPoolId: poolId, Username: 'ann@example.com' }));
  clock.now += 3_599_000;
  const claims = decodeJwt(tokens.IdToken);
  expect(await check(tokens.IdToken)).toEqual({ kind: 'valid', claims });
  expect(await check(tokens.AccessToken)).toMatchObject({ kind: 'valid', claims: { token_use: 'access' } });
  clock.now += 1_000;
  expect(await check(tokens.IdToken)).toEqual({ kind: 'expired' });
});

test('there is a check for the pools of the template only', async () => {
  const { pools, poolArn } = await start();
  expect(pools.tokenCheckByArn(`${poolArn}x`)).toBeUndefined();
});

test('a token from before a clock was set back by more than a minute is invalid', async () => {
  const { tokens, check, clock } = await start();
  clock.now -= 60_000;
  expect(await check(tokens.IdToken)).toMatchObject({ kind: 'valid' });
  clock.now -= 1_000;
  expect(await check(tokens.IdToken)).toEqual({ kind: 'invalid', reason: 'it is from the future' });
});

test('a token of another pool, and of the same pool at another address, is invalid', async () => {
  const extra = { Others: { Type: 'AWS::Cognito::UserPool', Properties: { UsernameAttributes: ['email'] } } };
  const running = await run({ extra });
  await addUser(running);
  const { IdToken } = await signIn(running);
  const other = running.pools.tokenCheckByArn(running.otherPoolArn('Others'));
  expect(await other?.(IdToken)).toMatchObject({ kind: 'invalid' });
  running.pools.serveAt('http://127.0.0.1:1');
  const check = running.pools.tokenCheckByArn(running.poolArn);
  expect(await check?.(IdToken)).toMatchObject({ kind: 'invalid', reason: expect.stringContaining('iss') });
});
