import { send } from './support/client';
import { run } from './support/running-api';
import { ACCOUNT, API_ID } from './support/template';

const routes = { '/items/{id}': { ANY: 'function' }, '/items': { ANY: 'function' } } as const;

test('the event has the members that a deployed API sends, and no others', async () => {
  const { port, events } = await run({ routes, stage: { Variables: { color: 'blue' } } });
  await send(port, '/dev/items/a%20b?tag=x', {
    headers: { Host: 'api.example:8080', 'User-Agent': 'test/1' },
  });
  const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  const headers = {
    Host: 'api.example:8080',
    'User-Agent': 'test/1',
    'X-Amzn-Trace-Id': expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/),
    'X-Forwarded-For': '127.0.0.1',
    'X-Forwarded-Port': String(port),
    'X-Forwarded-Proto': 'http',
  };
  expect(events[0]).toEqual({
    resource: '/items/{id}',
    path: '/items/a%20b',
    httpMethod: 'GET',
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    queryStringParameters: { tag: 'x' },
    multiValueQueryStringParameters: { tag: ['x'] },
    pathParameters: { id: 'a%20b' },
    stageVariables: { color: 'blue' },
    requestContext: {
      accountId: ACCOUNT,
      apiId: API_ID,
      deploymentId: 'deployment1',
      domainName: 'api.example:8080',
      domainPrefix: 'api',
      extendedRequestId: expect.stringMatching(/^.{15}=$/),
      httpMethod: 'GET',
      identity: {
        accessKey: null,
        accountId: null,
        caller: null,
        cognitoAuthenticationProvider: null,
        cognitoAuthenticationType: null,
        cognitoIdentityId: null,
        cognitoIdentityPoolId: null,
        principalOrgId: null,
        sourceIp: '127.0.0.1',
        user: null,
        userAgent: 'test/1',
        userArn: null,
      },
      path: '/dev/items/a%20b',
      protocol: 'HTTP/1.1',
      requestId: expect.stringMatching(uuid),
      requestTime: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
      requestTimeEpoch: expect.any(Number),
      resourceId: 'id-Path/items/{id}',
      resourcePath: '/items/{id}',
      stage: 'dev',
    },
    body: null,
    isBase64Encoded: false,
  });
});

test('maps without entries are null', async () => {
  const { port, events } = await run({ routes });
  await send(port, '/dev/items?');
  expect(events[0]).toMatchObject({
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    pathParameters: null,
    stageVariables: null,
    body: null,
  });
});

test('requestTime is the time of requestTimeEpoch in the Common Log Format', async () => {
  const { port, events } = await run({ routes, now: () => Date.UTC(2026, 10, 5, 3, 4, 9) });
  await send(port, '/dev/items');
  expect(events[0]?.requestContext).toMatchObject({
    requestTime: '05/Nov/2026:03:04:09 +0000',
    requestTimeEpoch: Date.UTC(2026, 10, 5, 3, 4, 9),
  });
});

test('the query is decoded, plus is a space, and the single map has the last value', async () => {
  const { port, events } = await run({ routes });
  await send(port, '/dev/items?a=1&a=2&b=x+y%2Bz&c&d=&%C3%BC=%E2%82%AC&&e=f=g;h=1');
  expect(events[0]?.queryStringParameters).toEqual({
    a: '2',
    b: 'x y+z',
    c: '',
    d: '',
    ü: '€',
    e: 'f=g',
    h: '1',
  });
  expect(events[0]?.multiValueQueryStringParameters).toMatchObject({ a: ['1', '2'], b: ['x y+z'] });
});

test('a malformed percent sequence in the query stays as it is', async () => {
  const { port, events } = await run({ routes });
  await send(port, '/dev/items?a=100%&b=%FF&%zz=1');
  expect(events[0]?.queryStringParameters).toEqual({ a: '100%', b: '%FF', '%zz': '1' });
});

test('names that mean something to JavaScript are ordinary parameters', async () => {
  const { port, events } = await run({ routes });
  await send(port, '/dev/items?__proto__=1&constructor=2', { headers: { __proto__x: 'y' } });
  expect(Object.entries(events[0]?.queryStringParameters ?? {})).toEqual([
    ['__proto__', '1'],
    ['constructor', '2'],
  ]);
});

test("headers keep the client's case, repeated ones are all there", async () => {
  const { port, events } = await run({ routes });
  const headers = ['Host', 'h', 'tEsT-HEADeR', 'aValUE', 'x-many', '1', 'x-many', '2', 'accept', '*/*'];
  await send(port, '/dev/items', { headers });
  expect(events[0]?.headers).toMatchObject({ 'tEsT-HEADeR': 'aValUE', 'x-many': '2', accept: '*/*' });
  expect(events[0]?.multiValueHeaders).toMatchObject({ 'x-many': ['1', '2'] });
});

test('content-length, connection, te, expect and transfer-encoding are not passed on', async () => {
  const { port, events } = await run({ routes });
  const headers = { TE: 'trailers', Expect: '100-continue', 'Keep-Alive': 'x' };
  await send(port, '/dev/items', { method: 'POST', headers, body: '{}' });
  const names = Object.keys(events[0]?.headers ?? {}).map((name) => name.toLowerCase());
  for (const dropped of ['content-length', 'connection', 'te', 'expect', 'transfer-encoding', 'keep-alive']) {
    expect(names).not.toContain(dropped);
  }
});

test('an X-Forwarded-For of the client is continued', async () => {
  const { port, events } = await run({ routes });
  await send(port, '/dev/items', { headers: { 'x-forwarded-for': '203.0.113.9' } });
  expect(events[0]?.headers['X-Forwarded-For']).toBe('203.0.113.9, 127.0.0.1');
  expect(events[0]?.headers).not.toHaveProperty('x-forwarded-for');
});

test('there is no version field', async () => {
  const { port, events } = await run({ routes });
  await send(port, '/dev/items');
  expect(events[0]).not.toHaveProperty('version');
});

test('a body arrives as text, and what is not UTF-8 in it as replacement characters', async () => {
  const { port, events } = await run({ routes });
  await send(port, '/dev/items', { method: 'POST', body: '{"name":"Grüße €"}' });
  await send(port, '/dev/items', { method: 'POST', body: Buffer.from([0x61, 0xff, 0x62]) });
  expect(events[0]).toMatchObject({ body: '{"name":"Grüße €"}', isBase64Encoded: false });
  expect(events[1]).toMatchObject({ body: 'a\ufffdb', isBase64Encoded: false });
});

test('a body of a binary media type arrives as base64', async () => {
  const { port, events } = await run({ routes, api: { BinaryMediaTypes: ['image/*', 'application/pdf'] } });
  const body = Buffer.from([0xff, 0x00, 0x80]);
  await send(port, '/dev/items', { method: 'POST', headers: { 'Content-Type': 'image/png' }, body });
  await send(port, '/dev/items', { method: 'POST', headers: { 'Content-Type': 'text/plain' }, body: 'x' });
  expect(events[0]).toMatchObject({ body: body.toString('base64'), isBase64Encoded: true });
  expect(events[1]).toMatchObject({ body: 'x', isBase64Encoded: false });
});

test('a body with GET reaches the function', async () => {
  const { port, events } = await run({ routes });
  await send(port, '/dev/items', { method: 'GET', headers: { 'Content-Length': '2' }, body: 'hi' });
  expect(events[0]?.body).toBe('hi');
});
