import { PortInUseError, serveRestApi } from '../../../infra/local-cloud/rest-api/server';
import { open, send, untilClosed } from './support/client';
import { run } from './support/running-api';
import { mock } from './support/template';

const says = (text: string) => ({ routes: { '/items': { GET: mock(200, text) } } });

test('a port of the system is chosen, and the URL has the stage', async () => {
  const { server } = await run(says('one'));
  expect(server.port).toBeGreaterThan(0);
  expect(server.url).toBe(`http://127.0.0.1:${server.port}/dev`);
});

test('what listens beside the API gets all that is at and below its path, and nothing else', async () => {
  const { api } = await run({ routes: { '/{proxy+}': { GET: 'function' } } });
  const seen: (string | undefined)[] = [];
  const server = await serveRestApi({
    api,
    port: 0,
    beside: {
      path: '/_other',
      handler: (request, response) => {
        seen.push(request.url);
        response.end('other');
      },
    },
  });
  const [theirs, ours] = [
    ['/_other', '/_other/', '/_other/a?b=c', '/_other?x', 'http://here/_other/a'],
    ['/dev/_other', '/dev/a', '/_others', '/_other%2Fa', '//_other', '/x/../_other', '/_OTHER'],
  ];
  for (const target of theirs) expect((await send(server.port, target)).body).toBe('other');
  for (const target of ours) expect((await send(server.port, target)).body).not.toBe('other');
  expect(seen).toEqual(theirs);
  await server.stop();
});

test('a port that is taken is a PortInUseError of one line', async () => {
  const { port, api } = await run(says('one'));
  const attempt = serveRestApi({ api, port });
  await expect(attempt).rejects.toThrow(PortInUseError);
  await expect(attempt).rejects.toThrow(
    `Port ${port} is in use; stop what listens there, or choose another port.`,
  );
});

test('stop ends idle connections at once and frees the port', async () => {
  const { server, port, api } = await run(says('one'));
  const idle = await open(port);
  const silent = await open(port);
  idle.write('GET /dev/items HTTP/1.1\r\nHost: h\r\n\r\n');
  await new Promise((resolve) => idle.once('data', resolve));
  const began = Date.now();
  const ended = Promise.all([untilClosed(idle), untilClosed(silent)]);
  await server.stop();
  await ended;
  expect(Date.now() - began).toBeLessThan(1000);
  const next = await serveRestApi({ api, port });
  await next.stop();
});

test('stop lets a request in flight finish, even on a kept connection', async () => {
  const { server, port, events } = await run({
    routes: { '/items': { GET: 'function' } },
    invoke: () => new Promise((resolve) => setTimeout(resolve, 150, { body: 'done' })),
  });
  const reply = send(port, '/dev/items', { headers: { Connection: 'keep-alive' } });
  while (events.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  await server.stop();
  expect((await reply).body).toBe('done');
});

test('stop waits for a bounded time only', async () => {
  const { server, port, events } = await run({
    routes: { '/items': { GET: 'function' } },
    invoke: () => new Promise(() => {}),
    stopGraceMs: 100,
  });
  const reply = send(port, '/dev/items');
  const cut = expect(reply).rejects.toThrow(/hang up|ECONNRESET/);
  while (events.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  const began = Date.now();
  await server.stop();
  expect(Date.now() - began).toBeLessThan(1500);
  await cut;
});

test('stop can be called twice', async () => {
  const { server } = await run(says('one'));
  await Promise.all([server.stop(), server.stop()]);
  await server.stop();
});
