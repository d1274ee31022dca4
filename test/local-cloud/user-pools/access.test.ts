import { AdminGetUserCommand, ListGroupsCommand } from '@aws-sdk/client-cognito-identity-provider';
import { send, sendBytes } from '../rest-api/support/client';
import { type RunningPools, run, sdkClient } from './support/running-pools';
import { addUser, refusal } from './support/users';

const signed = 'AWS4-HMAC-SHA256 Credential=LOCAL/20261125/eu-central-1/cognito-idp/aws4_request';

/** Calls an operation without AWS's client. */
async function call(
  { port }: RunningPools,
  operation: string,
  input: unknown,
  headers: Record<string, string> = {},
) {
  const reply = await send(port, '/_cognito/', {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-amz-json-1.1',
      'X-Amz-Target': `AWSCognitoIdentityProviderService.${operation}`,
      ...headers,
    },
    body: typeof input === 'string' ? input : JSON.stringify(input),
  });
  return { ...reply, type: reply.headers['x-amzn-errortype'], json: JSON.parse(reply.body) };
}

test('the operations of administrators take a signature', async () => {
  const running = await run();
  const unsigned = await call(running, 'ListUserPools', { MaxResults: 1 });
  expect(unsigned).toMatchObject({ status: 400, type: 'MissingAuthenticationTokenException' });
  expect(unsigned.json.__type).toBe('MissingAuthenticationTokenException');
  const withToken = await call(running, 'ListUserPools', {}, { Authorization: 'Bearer token' });
  expect(withToken.type).toBe('MissingAuthenticationTokenException');
  expect(await call(running, 'ListUserPools', {}, { Authorization: signed })).toMatchObject({ status: 200 });
});

test.each(['https://evil.example', 'http://127.0.0.1:4000', 'null'])(
  'the scripts of %s are no administrators, signature or not',
  async (Origin) => {
    const running = await run();
    const reply = await call(running, 'ListUserPools', {}, { Authorization: signed, Origin });
    expect(reply).toMatchObject({ status: 400, type: 'NotAuthorizedException' });
  },
);

test('the public operations are for the scripts of every website', async () => {
  const running = await run();
  const input = { ClientId: running.clientId, AuthFlow: 'REFRESH_TOKEN_AUTH', AuthParameters: {} };
  const reply = await call(running, 'InitiateAuth', input, { Origin: 'https://www.example.com' });
  expect(reply).toMatchObject({ status: 400, type: 'InvalidParameterException' });
  expect(reply.headers['access-control-allow-origin']).toBe('*');
  const preflight = await send(running.port, '/_cognito/', {
    method: 'OPTIONS',
    headers: { Origin: 'https://www.example.com', 'Access-Control-Request-Method': 'POST' },
  });
  expect(preflight).toMatchObject({
    status: 204,
    headers: {
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET, POST, OPTIONS',
      'access-control-allow-headers': 'Authorization, *',
    },
  });
});

test.each(['evil.example', 'localhost.evil.example', '127.0.0.1.nip.io', '127.0.0.2', 'localhost:1:2'])(
  'under the name %j nothing is served',
  async (Host) => {
    const { port, poolId } = await run();
    for (const path of ['/_cognito/', '/_cognito/login', `/_cognito/${poolId}/.well-known/jwks.json`]) {
      const reply = await send(port, path, { headers: { Host } });
      expect(reply).toMatchObject({ status: 403, headers: { 'content-type': 'application/problem+json' } });
      expect(JSON.parse(reply.body).detail).toMatch(/^Call the local user pool as 127\.0\.0\.1 or localhost/);
    }
  },
);

test.each(['localhost', 'LOCALHOST:4000', '127.0.0.1:1', '[::1]:4000'])(
  'under the name %s it is',
  async (Host) => {
    const { port, poolId } = await run();
    const reply = await send(port, `/_cognito/${poolId}/.well-known/jwks.json`, { headers: { Host } });
    expect(reply.status).toBe(200);
  },
);

test('a request without a Host is refused as well', async () => {
  const { port } = await run();
  expect(await sendBytes(port, 'GET /_cognito/login HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 403 /);
});

test('an operation that is not run is named', async () => {
  const { cognito, poolId: UserPoolId } = await run();
  await expect(cognito.send(new ListGroupsCommand({ UserPoolId }))).rejects.toEqual(
    refusal(
      'UnknownOperationException',
      /^ListGroups is not run by the local user pool; these are: ListUserPools/,
    ),
  );
});

test('what is missing, or of the wrong kind, is named', async () => {
  const running = await run();
  const admin = { Authorization: signed };
  const missing = await call(running, 'AdminGetUser', { UserPoolId: running.poolId }, admin);
  expect(missing.json).toEqual({
    __type: 'InvalidParameterException',
    message:
      "1 validation error detected: Value at 'username' failed to satisfy constraint: Member must not be null",
  });
  const wrong = await call(running, 'AdminGetUser', { UserPoolId: 1, Username: 'a' }, admin);
  expect(wrong.json.message).toMatch(/Value at 'userPoolId' failed to satisfy constraint/);
});

test.each(['', '{', '[]', 'null', '"text"'])('a body of %j is refused', async (body) => {
  const reply = await call(await run(), 'InitiateAuth', body);
  expect(reply).toMatchObject({ status: 400, type: 'SerializationException' });
});

test('so is a body of another type, as a form of another website could send it', async () => {
  const reply = await call(await run(), 'SignUp', {}, { 'Content-Type': 'text/plain' });
  expect(reply).toMatchObject({ status: 400, type: 'SerializationException' });
});

test('a body over 1 MB is refused, and the next request is answered', async () => {
  const running = await run();
  const body = JSON.stringify({ ClientId: 'x'.repeat(1024 * 1024) });
  const reply = await send(running.port, '/_cognito/', { method: 'POST', body });
  expect(reply).toMatchObject({ status: 413, headers: { 'content-type': 'application/problem+json' } });
  await expect(addUser(running)).resolves.toBeDefined();
});

test('an unknown path is a 404, a wrong method a 405, in the shape of a problem', async () => {
  const { port } = await run();
  const unknown = await send(port, '/_cognito/nowhere');
  expect(unknown).toMatchObject({ status: 404, headers: { 'content-type': 'application/problem+json' } });
  expect(JSON.parse(unknown.body)).toEqual({
    type: 'about:blank',
    title: 'Not Found',
    status: 404,
    detail: 'There is nothing at /_cognito/nowhere in the local user pool.',
    requestId: expect.any(String),
  });
  const wrong = await send(port, '/_cognito/login', { method: 'DELETE' });
  expect(wrong).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD, POST' } });
  expect(await send(port, '/_cognito')).toMatchObject({ status: 405, headers: { allow: 'POST, OPTIONS' } });
});

test('a whole URL is a target as well, with or without a slash at the end', async () => {
  const { port, poolId, url } = await run();
  expect((await send(port, `${url}/${poolId}/.well-known/jwks.json`)).status).toBe(200);
  for (const endpoint of [url, `${url}/`]) {
    const cognito = sdkClient(endpoint, { accessKeyId: 'A', secretAccessKey: 'a' });
    const command = new AdminGetUserCommand({ UserPoolId: poolId, Username: 'nobody' });
    await expect(cognito.send(command)).rejects.toHaveProperty('name', 'UserNotFoundException');
    cognito.destroy();
  }
});
