import { open, send, sendBytes, untilClosed } from './support/client';
import { type ApiInTest, run } from './support/running-api';

const api: ApiInTest = {
  routes: { '/items': { GET: 'function', POST: 'function' } },
  extra: {
    Bad: {
      Type: 'AWS::ApiGateway::GatewayResponse',
      Properties: {
        ResponseType: 'DEFAULT_4XX',
        ResponseParameters: {
          'gatewayresponse.header.Content-Type': "'application/problem+json'",
          'gatewayresponse.header.Access-Control-Allow-Origin': "'https://site.example'",
        },
        ResponseTemplates: { 'application/json': '{"title":$context.error.messageString}' },
      },
    },
  },
};

/** A complete answer in the shape of the API's gateway responses. */
function expectShape(text: string, status: number): void {
  expect(text).toMatch(new RegExp(`^HTTP/1\\.1 ${status} [A-Z]`));
  expect(text).toMatch(/\r\nContent-Type: application\/problem\+json\r\n/);
  expect(text).toMatch(/\r\nAccess-Control-Allow-Origin: https:\/\/site\.example\r\n/);
  expect(text).toMatch(/\r\nx-amzn-RequestId: [0-9a-f-]{36}\r\n/);
  const [head = '', body = ''] = text.split('\r\n\r\n');
  expect(Number(/\r\nContent-Length: (\d+)/.exec(head)?.[1])).toBe(body.length);
  expect(JSON.parse(body)).toHaveProperty('title');
}

test.each<[string, string]>([
  ['words', 'hello there\r\n\r\n'],
  ['an unknown method', 'BREW /dev/items HTTP/1.1\r\nHost: h\r\n\r\n'],
  ['HTTP/2 by prior knowledge', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ['a TLS greeting', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
  ['a space in a header name', 'GET /dev/items HTTP/1.1\r\nHost: h\r\nBad Name: x\r\n\r\n'],
  ['a control character in a header', 'GET /dev/items HTTP/1.1\r\nHost: h\r\nX: a\x00b\r\n\r\n'],
  ['a negative length', 'POST /dev/items HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n'],
  ['two lengths', 'POST /dev/items HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'],
  [
    'length and transfer encoding',
    'POST /dev/items HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
  ],
  ['a broken chunk', 'POST /dev/items HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n'],
  ['a malformed version', 'GET /dev/items HTTP/9.9\r\nHost: h\r\n\r\n'],
])('%s answers 400 in the shape of the gateway', async (_, bytes) => {
  const { port, events, accesses } = await run(api);
  expectShape(await sendBytes(port, Buffer.from(bytes, 'latin1')), 400);
  expect(events).toEqual([]);
  expect(accesses).toEqual([expect.objectContaining({ method: '-', path: '-', status: 400 })]);
  expect((await send(port, '/dev/items')).status).toBe(200);
});

test('HTTP/1.1 without Host answers 400, HTTP/1.0 without it is fine', async () => {
  const { port } = await run(api);
  expectShape(await sendBytes(port, 'GET /dev/items HTTP/1.1\r\nConnection: close\r\n\r\n'), 400);
  expect(await sendBytes(port, 'GET /dev/items HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 200 /);
});

test('a client that goes on after broken HTTP is refused once', async () => {
  const { port, accesses } = await run(api);
  const socket = await open(port);
  const reply = untilClosed(socket);
  for (let i = 0; i < 5; i += 1) {
    if (socket.writable) socket.write('nonsense\r\n\r\n');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  expect((await reply).match(/HTTP\/1\.1 400/g)).toHaveLength(1);
  expect(accesses).toHaveLength(1);
});

test('HTTP/0.9 answers 400', async () => {
  const { port, events } = await run(api);
  expectShape(await sendBytes(port, 'GET /dev/items\r\n\r\n'), 400);
  expect(events).toEqual([]);
});

test('CONNECT answers 403 in the shape of the gateway', async () => {
  const { port } = await run(api);
  expectShape(await sendBytes(port, 'CONNECT example.com:443 HTTP/1.1\r\nHost: h\r\n\r\n'), 403);
  expect((await send(port, '/dev/items')).status).toBe(200);
});

test('a WebSocket upgrade is an ordinary request', async () => {
  const { port, events } = await run(api);
  const upgrade = 'Upgrade: websocket\r\nSec-WebSocket-Key: x\r\nSec-WebSocket-Version: 13';
  const reply = await sendBytes(
    port,
    `GET /dev/items HTTP/1.1\r\nHost: h\r\nConnection: Upgrade, close\r\n${upgrade}\r\n\r\n`,
  );
  expect(reply).toMatch(/^HTTP\/1\.1 200 /);
  expect(events).toHaveLength(1);
});

test('OPTIONS * is outside of the stage', async () => {
  const { port } = await run(api);
  const reply = await sendBytes(port, 'OPTIONS * HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n');
  expect(reply).toMatch(/^HTTP\/1\.1 404 /);
  expect(reply).toContain('This API is under /dev.');
});

test('Expect: 100-continue is answered before the body is sent', async () => {
  const { port, events } = await run(api);
  const socket = await open(port);
  const reply = untilClosed(socket);
  socket.write(
    'POST /dev/items HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2\r\nConnection: close\r\n\r\n',
  );
  const first = await new Promise<string>((resolve) => {
    socket.once('data', (data) => resolve(data.toString()));
  });
  expect(first).toBe('HTTP/1.1 100 Continue\r\n\r\n');
  expect(events).toEqual([]);
  socket.write('hi');
  expect(await reply).toMatch(/HTTP\/1\.1 200 /);
  expect(events[0]?.body).toBe('hi');
});

test('another expectation is no reason to refuse', async () => {
  const { port } = await run(api);
  const reply = await sendBytes(
    port,
    'GET /dev/items HTTP/1.1\r\nHost: h\r\nExpect: x\r\nConnection: close\r\n\r\n',
  );
  expect(reply).toMatch(/^HTTP\/1\.1 200 /);
});

test('pipelined requests are answered in order', async () => {
  const { port } = await run({
    ...api,
    invoke: async (event) => {
      const wait = event.queryStringParameters?.wait;
      await new Promise((resolve) => setTimeout(resolve, Number(wait)));
      return { body: `waited ${wait}` };
    },
  });
  const get = (wait: number, more = '') => `GET /dev/items?wait=${wait} HTTP/1.1\r\nHost: h\r\n${more}\r\n`;
  const reply = await sendBytes(port, get(50) + get(0) + get(10, 'Connection: close\r\n'));
  expect(reply.match(/waited \d+/g)).toEqual(['waited 50', 'waited 0', 'waited 10']);
});

test('a body that breaks off after a pipelined request is refused after that one is answered', async () => {
  const { port, events } = await run({
    ...api,
    invoke: () => new Promise((resolve) => setTimeout(resolve, 50, { body: 'first' })),
  });
  const first = 'GET /dev/items HTTP/1.1\r\nHost: h\r\n\r\n';
  const second = 'POST /dev/items HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\nzz\r\n';
  const reply = await sendBytes(port, first + second);
  expect(reply.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 400']);
  expect(events).toHaveLength(1);
});

test('a broken request after a pipelined one is refused after that one is answered', async () => {
  const { port } = await run({
    ...api,
    invoke: () => new Promise((resolve) => setTimeout(resolve, 50, { body: 'first' })),
  });
  const reply = await sendBytes(port, 'GET /dev/items HTTP/1.1\r\nHost: h\r\n\r\nnonsense\r\n\r\n');
  expect(reply.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 400']);
});

test('headers that never end are answered 400 after a bounded time', async () => {
  const { port } = await run({ ...api, requestTimeoutMs: 150 });
  expectShape(await sendBytes(port, 'GET /dev/items HTTP/1.1\r\nHost: h\r\n'), 400);
});

test('a body that never ends is answered 400 after a bounded time, and invokes nothing', async () => {
  const { port, events } = await run({ ...api, requestTimeoutMs: 150 });
  expectShape(
    await sendBytes(port, 'POST /dev/items HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nabc'),
    400,
  );
  expect(events).toEqual([]);
});

test('a body that is completed after the refusal still invokes nothing', async () => {
  const { port, events } = await run({ ...api, requestTimeoutMs: 150 });
  const socket = await open(port);
  const refused = new Promise((resolve) => {
    socket.once('data', resolve);
  });
  socket.write('POST /dev/items HTTP/1.1\r\nHost: h\r\nContent-Length: 6\r\n\r\nabc');
  await refused;
  socket.write('def');
  await new Promise((resolve) => setTimeout(resolve, 100));
  socket.destroy();
  expect(events).toEqual([]);
});

test('a client that leaves mid-body invokes nothing and harms nobody', async () => {
  const { port, events, accesses } = await run(api);
  for (let i = 0; i < 5; i += 1) {
    const socket = await open(port);
    socket.write('POST /dev/items HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nabc');
    await new Promise((resolve) => setTimeout(resolve, 10));
    if (i % 2 === 0) socket.destroy();
    else socket.resetAndDestroy();
  }
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(events).toEqual([]);
  // A client that only closed its own side could still read, so it is answered.
  expect(new Set(accesses.map(({ status }) => status))).toEqual(new Set([400]));
  expect((await send(port, '/dev/items')).status).toBe(200);
});

test('a client that leaves while it is answered harms nobody', async () => {
  const { port, events, accesses } = await run({
    ...api,
    invoke: () => new Promise((resolve) => setTimeout(resolve, 40, { body: 'x'.repeat(3_000_000) })),
  });
  const socket = await open(port);
  socket.write('GET /dev/items HTTP/1.1\r\nHost: h\r\n\r\n');
  while (events.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  socket.resetAndDestroy();
  await new Promise((resolve) => setTimeout(resolve, 80));
  expect((await send(port, '/dev/items')).status).toBe(200);
  expect(accesses[0]).toMatchObject({ path: '/dev/items', status: 200 });
});

test('a silent connection does not keep others waiting', async () => {
  const { port } = await run(api);
  const silent = await Promise.all(Array.from({ length: 20 }, () => open(port)));
  expect((await send(port, '/dev/items')).status).toBe(200);
  for (const socket of silent) socket.destroy();
});
