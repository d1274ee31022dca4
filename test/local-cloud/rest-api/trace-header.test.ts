import { send } from './support/client';
import { run } from './support/running-api';

const routes = { '/items': { GET: 'function' } } as const;
const root = '1-5759e988-bd862e3fe1be46a994272793';
const trace = (port: number, header?: string) =>
  send(port, '/dev/items', header === undefined ? {} : { headers: { 'x-amzn-trace-id': header } });

test('without tracing every request has a new root and is not sampled', async () => {
  const { port, traceIds, events } = await run({ routes, now: () => 0x6900_0000 * 1000 });
  await trace(port);
  await trace(port);
  expect(traceIds[0]).toMatch(/^Root=1-69000000-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$/);
  expect(traceIds[1]).not.toBe(traceIds[0]);
  expect(`${events[0]?.headers['X-Amzn-Trace-Id']};`).toBe(traceIds[0]?.slice(0, 41));
});

test('with tracing the first request of each second is sampled', async () => {
  let now = 1_000_000;
  const { port, traceIds } = await run({ routes, stage: { TracingEnabled: true }, now: () => now });
  await trace(port);
  await trace(port);
  now += 1000;
  await trace(port);
  expect(traceIds.map((id) => id.slice(-1))).toEqual(['1', '0', '1']);
});

test("a caller's root and decision stay", async () => {
  const { port, traceIds, events } = await run({ routes });
  await trace(port, `Root=${root};Parent=53995c3f42cd8ad8;Sampled=1`);
  expect(traceIds[0]).toBe(`Root=${root};Parent=53995c3f42cd8ad8;Sampled=1`);
  expect(events[0]?.headers['X-Amzn-Trace-Id']).toBe(traceIds[0]);
  expect(events[0]?.multiValueHeaders['X-Amzn-Trace-Id']).toHaveLength(1);
});

test("a caller's decision does not use up the second's sample", async () => {
  const { port, traceIds } = await run({ routes, stage: { TracingEnabled: true }, now: () => 5000 });
  await trace(port, `Root=${root};Sampled=0`);
  await trace(port);
  expect(traceIds.map((id) => id.slice(-1))).toEqual(['0', '1']);
});

test('a root that is none starts a new trace', async () => {
  const { port, traceIds } = await run({ routes });
  await trace(port, 'Root=nonsense;Sampled=7');
  expect(traceIds[0]).toMatch(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24};.*Sampled=0$/);
});
