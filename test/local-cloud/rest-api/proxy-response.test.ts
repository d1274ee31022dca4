import { send } from './support/client';
import { run } from './support/running-api';

const routes = { '/items': { ANY: 'function' } } as const;
const internalError = {
  status: 502,
  body: '{"message":"Internal server error"}',
};

/** The reply to a function that answers this. */
async function replyTo(answer: unknown, headers: Record<string, string> = {}, api = {}) {
  const { port } = await run({ routes, api, invoke: () => answer });
  return send(port, '/dev/items', { headers });
}

test('status, headers and body come back', async () => {
  const reply = await replyTo({ statusCode: 201, headers: { Location: '/items/1' }, body: '{"id":"1"}' });
  expect(reply).toMatchObject({ status: 201, body: '{"id":"1"}' });
  expect(reply.headers).toMatchObject({ location: '/items/1', 'content-length': '10' });
});

test('the content type is application/json unless the function says so', async () => {
  expect((await replyTo({ body: 'x' })).headers['content-type']).toBe('application/json');
  const own = await replyTo({ headers: { 'content-TYPE': 'text/plain' } });
  expect(own.headers['content-type']).toBe('text/plain');
});

test('x-amzn-RequestId, x-amz-apigw-id and X-Amzn-Trace-Id are on a proxy success', async () => {
  const { port, events, traceIds } = await run({ routes });
  const reply = await send(port, '/dev/items');
  expect(reply.headers).toMatchObject({
    'x-amzn-requestid': events[0]?.requestContext.requestId,
    'x-amz-apigw-id': events[0]?.requestContext.extendedRequestId,
    'x-amzn-trace-id': traceIds[0],
  });
  expect(reply.rawHeaders).toEqual(
    expect.arrayContaining(['x-amzn-RequestId', 'x-amz-apigw-id', 'X-Amzn-Trace-Id']),
  );
});

test('a gateway error has both ids and no trace id', async () => {
  const reply = await replyTo(null);
  expect(reply.headers['x-amzn-requestid']).toBeDefined();
  expect(reply.headers['x-amz-apigw-id']).toBeDefined();
  expect(reply.headers).not.toHaveProperty('x-amzn-trace-id');
});

test.each<[string, unknown, number]>([
  ['no statusCode', {}, 200],
  ['only headers', { headers: { a: 'b' } }, 200],
  ['a status as string', { statusCode: '201' }, 201],
  ['headers null', { headers: null }, 200],
  ['body null', { body: null }, 200],
  ['a number as body', { body: 7 }, 200],
])('%s is allowed', async (_, answer, status) => {
  expect((await replyTo(answer)).status).toBe(status);
});

test('a boolean header is text', async () => {
  const reply = await replyTo({ headers: { 'x-yes': true, 'x-no': false, 'x-seven': 7 } });
  expect(reply.headers).toMatchObject({ 'x-yes': 'true', 'x-no': 'false', 'x-seven': '7' });
});

test.each<[string, unknown]>([
  ['null', null],
  ['text', 'hello'],
  ['a list', []],
  ['an unknown key', { statusCode: 200, cookies: [] }],
  ['a status that is a word', { statusCode: 'test' }],
  ['a status out of range', { statusCode: 600 }],
  ['an informational status', { statusCode: 101 }],
  ['a status with a fraction', { statusCode: 200.5 }],
  ['a status that is an object', { statusCode: {} }],
  ['an object as body', { body: { a: 1 } }],
  ['headers that are text', { headers: 'x' }],
  ['an object as header', { headers: { a: {} } }],
  ['multiValueHeaders without lists', { multiValueHeaders: { a: 'x' } }],
  ['a line break in a header', { headers: { a: 'x\r\nset-cookie: y' } }],
  ['a character over Latin-1 in a header', { headers: { a: '€' } }],
  ['a header name with a space', { headers: { 'a b': 'x' } }],
  ['isBase64Encoded that is no boolean', { isBase64Encoded: 'maybe' }],
])('%s answers 502 Internal server error', async (_, answer) => {
  const reply = await replyTo(answer);
  expect(reply).toMatchObject(internalError);
  expect(reply.headers['x-amzn-errortype']).toBe('InternalServerErrorException');
});

test('an answer that is not JSON answers 502 Internal server error', async () => {
  expect(await replyTo({ outcome: 'answered', payload: '<html>' })).toMatchObject(internalError);
  expect(await replyTo({ outcome: 'answered', payload: '' })).toMatchObject(internalError);
});

test('a function error answers 502 and tells the developer alone', async () => {
  const outcome = { outcome: 'failed', errorType: 'TypeError', errorMessage: 'x is undefined' };
  const { port, accesses } = await run({ routes, invoke: () => outcome });
  expect(await send(port, '/dev/items')).toMatchObject(internalError);
  expect(accesses[0]).toMatchObject({ status: 502, error: 'TypeError: x is undefined' });
});

test('a function timeout answers 502', async () => {
  const outcome = { outcome: 'failed', errorType: 'Sandbox.Timedout', errorMessage: 'Task timed out' };
  expect(await replyTo(outcome)).toMatchObject(internalError);
});

test('a host that cannot invoke answers 502', async () => {
  const { port } = await run({
    routes,
    invoke: () => {
      throw new Error('no such process');
    },
  });
  expect(await send(port, '/dev/items')).toMatchObject(internalError);
});

test('headers and multiValueHeaders of one name are both sent, multi values first', async () => {
  const reply = await replyTo({
    multiValueHeaders: { 'Test-Multi': ['one', 'two'], 'Set-Cookie': ['a=1', 'b=2'] },
    headers: { 'test-multi': 'solo' },
  });
  const values = reply.rawHeaders.filter(
    (_, i, all) => i % 2 === 1 && /test-multi/i.test(String(all[i - 1])),
  );
  expect(values).toEqual(['one', 'two', 'solo']);
  expect(reply.headers['set-cookie']).toBe('a=1, b=2');
});

test('isBase64Encoded without a matching binary media type sends the base64 text', async () => {
  const answer = { body: Buffer.from('hello').toString('base64'), isBase64Encoded: true };
  expect((await replyTo(answer)).body).toBe(answer.body);
});

test('isBase64Encoded with a matching Accept sends the bytes', async () => {
  const bytes = Buffer.from([0xff, 0x00, 0xfe]);
  const answer = { body: bytes.toString('base64'), isBase64Encoded: true };
  const api = { BinaryMediaTypes: ['image/*', 'application/pdf'] };
  expect((await replyTo(answer, { Accept: 'image/png,*/*' }, api)).bytes).toEqual(bytes);
  expect((await replyTo(answer, { Accept: 'application/pdf,*/*' }, api)).bytes).toEqual(bytes);
  // Of several types only the first counts.
  expect((await replyTo(answer, { Accept: 'text/html,image/png' }, api)).body).toBe(answer.body);
});

test('text that claims to be base64 and is not answers 500', async () => {
  const api = { BinaryMediaTypes: ['*/*'] };
  const reply = await replyTo({ body: '{"not":"base64"}', isBase64Encoded: true }, {}, api);
  expect(reply).toMatchObject({ status: 500, body: '{"message":"Internal server error"}' });
});

test.each([204, 304])('%s has no body and no length', async (statusCode) => {
  const reply = await replyTo({ statusCode, headers: { ETag: '"1"' }, body: 'ignored' });
  expect(reply).toMatchObject({ status: statusCode, body: '' });
  expect(reply.headers).toMatchObject({ etag: '"1"' });
  expect(reply.headers).not.toHaveProperty('content-length');
});

test('hop-by-hop headers of the function are dropped, some others remapped', async () => {
  const reply = await replyTo({
    headers: {
      Connection: 'close',
      'Transfer-Encoding': 'chunked',
      'Content-Length': '999',
      'WWW-Authenticate': 'Basic',
    },
    body: 'ok',
  });
  expect(reply.headers).toMatchObject({ 'content-length': '2', 'x-amzn-remapped-www-authenticate': 'Basic' });
  expect(reply.headers).not.toHaveProperty('transfer-encoding');
  expect(reply.headers).not.toHaveProperty('www-authenticate');
});

test('an integration timeout answers 504, and the late answer harms nobody', async () => {
  const { port } = await run({
    routes: { '/items': { GET: { Integration: slow(50) } } },
    invoke: () => new Promise((resolve) => setTimeout(resolve, 150, { statusCode: 200 })),
  });
  const reply = await send(port, '/dev/items');
  expect(reply).toMatchObject({ status: 504, body: '{"message":"Endpoint request timed out"}' });
  await new Promise((resolve) => setTimeout(resolve, 150));
  expect((await send(port, '/dev/items')).status).toBe(504);
});

test('a function that runs nowhere answers 500', async () => {
  const Uri =
    'arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-central-1:1:function:Gone/invocations';
  const { port } = await run({
    routes: {
      '/items': { GET: { Integration: { ...slow(1000), Uri, Credentials: 'arn:aws:iam::1:role/r' } } },
    },
  });
  expect(await send(port, '/dev/items')).toMatchObject({
    status: 500,
    body: '{"message":"Internal server error"}',
  });
});

function slow(TimeoutInMillis: number) {
  return {
    Type: 'AWS_PROXY',
    IntegrationHttpMethod: 'POST',
    Uri: 'arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-central-1:111122223333:function:Items/invocations',
    TimeoutInMillis,
  };
}
