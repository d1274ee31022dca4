import { open, send, untilClosed } from './support/client';
import { run } from './support/running-api';

const routes = { '/items': { POST: 'function', GET: 'function' } } as const;
const megabytes = (count: number) => Buffer.alloc(count * 1024 * 1024, 'a');
const tooLong = { status: 413, body: '{"message":"Request Too Long"}' };
const post = (port: number, body: Buffer) => send(port, '/dev/items', { method: 'POST', body });
const sizeOnly = (event: { body: string | null }) => ({ body: String(event.body?.length) });

test('a 5 MB body reaches the function', async () => {
  const { port } = await run({ routes, invoke: sizeOnly });
  expect(await post(port, megabytes(5))).toMatchObject({ status: 200, body: String(5 * 1024 * 1024) });
});

test('a 7 MB body is too large for Lambda and answers 413', async () => {
  const { port, accesses } = await run({ routes, invoke: () => ({ outcome: 'too-large' }) });
  expect(await post(port, megabytes(7))).toMatchObject(tooLong);
  expect(accesses[0]?.error).toMatch(/over 6 MB/);
});

test('an answer that is too large for Lambda is a failed function', async () => {
  const { port } = await run({ routes, invoke: () => ({ outcome: 'too-large' }) });
  expect(await post(port, Buffer.from('small'))).toMatchObject({
    status: 502,
    body: '{"message":"Internal server error"}',
  });
});

test('a body of exactly 10 MB passes the gateway, one byte more does not', async () => {
  const { port, events } = await run({ routes, invoke: sizeOnly });
  expect((await post(port, megabytes(10))).status).toBe(200);
  expect(await post(port, Buffer.concat([megabytes(10), Buffer.from('a')]))).toMatchObject(tooLong);
  expect(events).toHaveLength(1);
});

test('an 11 MB body answers 413 in full, and the connection goes on', async () => {
  const { port, events } = await run({ routes });
  const socket = await open(port);
  socket.write(`POST /dev/items HTTP/1.1\r\nHost: h\r\nContent-Length: ${11 * 1024 * 1024}\r\n\r\n`);
  socket.write(megabytes(11));
  socket.write('GET /dev/items HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n');
  const text = await untilClosed(socket);
  expect(text.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 413', 'HTTP/1.1 200']);
  expect(events).toHaveLength(1);
});

test('a body that never ends is answered 413 after 64 MB, and its connection ends', async () => {
  const { port, events } = await run({ routes });
  const socket = await open(port);
  const reply = untilClosed(socket);
  socket.write('POST /dev/items HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n');
  const chunk = Buffer.concat([Buffer.from('400000\r\n'), megabytes(4), Buffer.from('\r\n')]);
  for (let i = 0; i < 20; i += 1) socket.write(chunk);
  expect(await reply).toMatch(/^HTTP\/1\.1 413 /);
  expect(events).toEqual([]);
});

test('over 10,240 bytes of request line and header values answers 413', async () => {
  const { port, events } = await run({ routes });
  const withHeader = (bytes: number) => send(port, '/dev/items', { headers: { 'X-Big': 'a'.repeat(bytes) } });
  expect((await withHeader(10_000)).status).toBe(200);
  expect(await withHeader(10_240)).toMatchObject(tooLong);
  expect(await send(port, `/dev/items?q=${'a'.repeat(10_240)}`)).toMatchObject(tooLong);
  expect(events).toHaveLength(1);
});

test('headers over the limit of the server itself answer 413 in the same shape', async () => {
  const { port } = await run({
    routes,
    extra: {
      G: {
        Type: 'AWS::ApiGateway::GatewayResponse',
        Properties: {
          ResponseType: 'REQUEST_TOO_LARGE',
          ResponseParameters: { 'gatewayresponse.header.X-Own': "'yes'" },
          ResponseTemplates: { 'application/problem+json': '{"status":413}' },
        },
      },
    },
  });
  const reply = await send(port, '/dev/items', { headers: { 'X-Big': 'a'.repeat(100_000) } });
  expect(reply).toMatchObject({ status: 413, body: '{"status":413}' });
  expect(reply.headers).toMatchObject({ 'x-own': 'yes', 'content-type': 'application/problem+json' });
});

test('a large answer comes back whole', async () => {
  const { port } = await run({ routes, invoke: () => ({ body: 'b'.repeat(5_000_000) }) });
  expect((await send(port, '/dev/items')).bytes.length).toBe(5_000_000);
});
