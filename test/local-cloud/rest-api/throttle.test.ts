import { createThrottle } from '../../../infra/local-cloud/rest-api/throttle';
import { send } from './support/client';
import { run } from './support/running-api';

const routes = { '/items': { GET: 'function', POST: 'function' }, '/slow': { GET: 'function' } } as const;

test('over the rate the gateway answers 429 Too Many Requests', async () => {
  const { port, events } = await run({
    routes,
    now: () => 0,
    stage: {
      MethodSettings: [
        { ResourcePath: '/*', HttpMethod: '*', ThrottlingRateLimit: 10, ThrottlingBurstLimit: 2 },
      ],
    },
  });
  const statuses = [];
  for (let i = 0; i < 3; i += 1) statuses.push((await send(port, '/dev/items')).status);
  expect(statuses).toEqual([200, 200, 429]);
  const reply = await send(port, '/dev/items');
  expect(reply.body).toBe('{"message":"Too Many Requests"}');
  expect(reply.headers['x-amzn-errortype']).toBe('TooManyRequestsException');
  expect(events).toHaveLength(2);
});

test('a method of its own setting has its own bucket', async () => {
  const { port } = await run({
    routes,
    now: () => 0,
    stage: {
      MethodSettings: [
        { ResourcePath: '/*', HttpMethod: '*', ThrottlingRateLimit: 1, ThrottlingBurstLimit: 1 },
        { ResourcePath: '/~1slow', HttpMethod: 'GET', ThrottlingRateLimit: 1, ThrottlingBurstLimit: 0 },
      ],
    },
  });
  expect((await send(port, '/dev/slow')).status).toBe(429);
  expect((await send(port, '/dev/items')).status).toBe(200);
  expect((await send(port, '/dev/items', { method: 'POST' })).status).toBe(429);
});

test('the bucket fills up again at the rate, up to the burst', () => {
  let now = 0;
  const admit = createThrottle([{ resourcePath: '*', httpMethod: '*', rate: 2, burst: 2 }], () => now);
  const burst = () => [admit('/a', 'GET'), admit('/a', 'GET'), admit('/a', 'GET')];
  expect(burst()).toEqual([true, true, false]);
  now += 500;
  expect(burst()).toEqual([true, false, false]);
  now += 60_000;
  expect(burst()).toEqual([true, true, false]);
});

test('settings without limits throttle nothing', async () => {
  const { port } = await run({
    routes,
    stage: {
      MethodSettings: [
        { ResourcePath: '/*', HttpMethod: '*', LoggingLevel: 'INFO', ThrottlingRateLimit: -1 },
      ],
    },
  });
  const replies = await Promise.all(Array.from({ length: 20 }, () => send(port, '/dev/items')));
  expect(replies.every(({ status }) => status === 200)).toBe(true);
});
