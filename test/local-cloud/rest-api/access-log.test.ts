import { send } from './support/client';
import { run } from './support/running-api';
import { mock } from './support/template';

const routes = { '/items/{id}': { GET: 'function' }, '/mock': { GET: mock(200, 'four') } } as const;
const Format =
  '{"requestId":"$context.requestId","ip":"$context.identity.sourceIp","user":"$context.identity.user","method":"$context.httpMethod","path":"$context.resourcePath","status":"$context.status","length":"$context.responseLength","latency":"$context.responseLatency","integration":"$context.integration.latency","type":"$context.error.responseType","error":"$context.error.message","nothing":"$context.nothing"}';

async function soon<T>(list: T[]): Promise<T> {
  for (let i = 0; i < 100 && list.length === 0; i += 1)
    await new Promise((resolve) => setTimeout(resolve, 5));
  return list[0] as T;
}

test('an answered request is reported with its access log line', async () => {
  const { port, accesses } = await run({
    routes,
    stage: { AccessLogSetting: { Format, DestinationArn: 'arn' } },
    invoke: () => ({ statusCode: 201, body: 'ok' }),
  });
  const reply = await send(port, '/dev/items/7?token=secret');
  const entry = await soon(accesses);
  expect(entry).toEqual({
    method: 'GET',
    path: '/dev/items/7',
    status: 201,
    durationMs: expect.any(Number),
    requestId: reply.headers['x-amzn-requestid'],
    line: expect.any(String),
  });
  expect(JSON.parse(entry.line ?? '')).toEqual({
    requestId: entry.requestId,
    ip: '127.0.0.1',
    user: '-',
    method: 'GET',
    path: '/items/{id}',
    status: '201',
    length: '2',
    latency: expect.stringMatching(/^\d+$/),
    integration: expect.stringMatching(/^\d+$/),
    type: '-',
    error: '-',
    nothing: '-',
  });
});

test('a failure is reported with its type, and with the reason for the developer', async () => {
  const { port, accesses } = await run({
    routes,
    stage: { AccessLogSetting: { Format } },
    invoke: () => ({ statusCode: 200, wrong: 1 }),
  });
  await send(port, '/dev/items/7');
  const entry = await soon(accesses);
  expect(entry).toMatchObject({ status: 502, error: 'malformed Lambda proxy response: unknown key "wrong"' });
  expect(JSON.parse(entry.line ?? '')).toMatchObject({
    status: '502',
    type: 'API_CONFIGURATION_ERROR',
    error: 'Internal server error',
  });
});

test('a mock has no integration latency', async () => {
  const { port, accesses } = await run({ routes, stage: { AccessLogSetting: { Format } } });
  await send(port, '/dev/mock');
  expect(JSON.parse((await soon(accesses)).line ?? '')).toMatchObject({ integration: '-', length: '4' });
});

test('without a format there is no line, and requests outside of the stage are reported too', async () => {
  const { port, accesses } = await run({ routes });
  await send(port, '/favicon.ico');
  const entry = await soon(accesses);
  expect(entry).toMatchObject({ method: 'GET', path: '/favicon.ico', status: 404 });
  expect(entry).not.toHaveProperty('line');
});

test('every request is reported once', async () => {
  const { port, accesses } = await run({ routes });
  await Promise.all(Array.from({ length: 10 }, (_, i) => send(port, `/dev/items/${i}`)));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(accesses).toHaveLength(10);
});
