import fc from 'fast-check';
import { send, sendBytes } from './support/client';
import { type RunningApi, run } from './support/running-api';
import { functionIntegration, mock } from './support/template';

jest.setTimeout(20_000);

// Whatever comes in, something well-formed goes out, and the next request is answered.

const item = {
  Type: 'AWS::ApiGateway::Model',
  Properties: { Schema: { type: 'object', required: ['name'] } },
};
const validator = {
  Type: 'AWS::ApiGateway::RequestValidator',
  Properties: { ValidateRequestBody: true, ValidateRequestParameters: true },
};

function start(): Promise<RunningApi> {
  return run({
    routes: {
      '/items': {
        GET: 'function',
        PUT: mock(405, '$input.params("q") $input.params().header.get("X-A") $input.body', {
          PassthroughBehavior: 'NEVER',
        }),
        POST: {
          Integration: functionIntegration(),
          RequestValidatorId: 'id-Validator',
          RequestModels: { 'application/json': 'id-Item' },
          RequestParameters: { 'method.request.header.X-A': true },
        },
      },
      '/items/{id}': { ANY: 'function' },
      '/{proxy+}': { POST: 'function' },
    },
    extra: { Item: item, Validator: validator },
    invoke: (event) => ({ headers: { 'x-path': event.path.slice(0, 1) }, body: JSON.stringify(event) }),
  });
}

const method = fc.constantFrom(
  'GET',
  'PUT',
  'POST',
  'HEAD',
  'OPTIONS',
  'DELETE',
  'PATCH',
  'TRACE',
  'SEARCH',
  'LINK',
);
const pathCharacter = fc.constantFrom(
  ...'abz/.%~{}+*$;:@!,=-_"<>^`|\\'.split(''),
  'é',
  '%20',
  '%2F',
  '%',
  '//',
  '..',
);
const tail = fc.array(pathCharacter, { maxLength: 20 }).map((parts) => parts.join(''));
const path = fc
  .tuple(fc.constantFrom('/dev/items', '/dev/items/', '/dev/', '/', '/dev'), tail, fc.option(tail))
  .map(([base, rest, query]) => encodeIllegal(base + rest + (query === null ? '' : `?${query}`)));
const headerValue = fc.string({
  unit: fc.constantFrom(...'ab ,;="\\/*\'$\t~\u00e9'.split('')),
  maxLength: 12,
});
const headers = fc.dictionary(
  fc.constantFrom(
    'Content-Type',
    'Accept',
    'X-A',
    'x-a',
    'Origin',
    'X-Amzn-Trace-Id',
    'Expect',
    '__proto__',
    'Cookie',
  ),
  headerValue,
  { maxKeys: 5 },
);
const body = fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes));

/** Node's client refuses some characters in a path; those go encoded. */
function encodeIllegal(text: string): string {
  return text.replace(/[^\x21-\x7e]/gu, (character) => encodeURIComponent(character));
}

test('any method, path, query, headers and body get one well-formed answer', async () => {
  const { port } = await start();
  await fc.assert(
    fc.asyncProperty(method, path, headers, body, async (httpMethod, target, head, payload) => {
      const reply = await send(port, target, { method: httpMethod, headers: head, body: payload });
      expect(reply.status).toBeGreaterThanOrEqual(200);
      expect(reply.status).not.toBe(500);
      expect(reply.headers['x-amzn-requestid']).toBeDefined();
      if (httpMethod === 'HEAD') expect(reply.body).toBe('');
    }),
    { numRuns: 250 },
  );
  expect((await send(port, '/dev/items')).status).toBe(200);
});

test('any bytes get an answer', async () => {
  const { port } = await start();
  const line = fc.constantFrom(
    'GET /dev/items HTTP/1.1\r\n',
    'POST /dev/items HTTP/1.1\r\n',
    'Host: h\r\n',
    'Connection: close\r\n',
    'Content-Length: 0\r\n',
    'Transfer-Encoding: chunked\r\n',
    '0\r\n\r\n',
    '\r\n',
    'X: ',
    '\x00',
    ': ',
    'é',
  );
  const bytes = fc
    .array(line, { minLength: 1, maxLength: 8 })
    .map((parts) => Buffer.from(parts.join(''), 'latin1'));
  await fc.assert(
    fc.asyncProperty(bytes, async (sent) => {
      // A full stop after the bytes: the request is broken or complete, never pending.
      const reply = await sendBytes(port, Buffer.concat([sent, Buffer.from('\r\n\r\n\x00\r\n\r\n')]));
      expect(reply).toMatch(/^HTTP\/1\.1 [2-5]\d\d /);
    }),
    { numRuns: 150 },
  );
  expect((await send(port, '/dev/items')).status).toBe(200);
});

test('any answer of a function becomes an answer', async () => {
  let answer: unknown;
  const { port } = await run({ routes: { '/items': { GET: 'function' } }, invoke: () => answer });
  const value = fc.oneof(
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.jsonValue({ maxDepth: 1 }),
  );
  const answers = fc.record(
    {
      statusCode: fc.oneof(fc.integer({ min: 90, max: 620 }), value),
      headers: fc.oneof(fc.dictionary(fc.string(), value), value),
      multiValueHeaders: fc.oneof(fc.dictionary(fc.string(), fc.array(value, { maxLength: 3 })), value),
      body: value,
      isBase64Encoded: value,
    },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(answers, async (given) => {
      answer = given;
      const reply = await send(port, '/dev/items');
      expect(reply.status).toBeGreaterThanOrEqual(200);
    }),
    { numRuns: 150 },
  );
});
