import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { RuntimeApi, type RuntimeCall } from '../../../infra/local-cloud/functions/runtime-api';
import { useFixtures } from './run-fixture';

const start = useFixtures();
const INVOCATION = {
  requestId: 'r-1',
  functionArn: 'arn:aws:lambda:eu-central-1:111122223333:function:orchard',
  deadlineMs: 1_900_000_000_000,
  traceId: 'Root=1-5e1b4151-5ac6c58f239b6a2a1b2c3d4e',
  eventJson: '{"colour":"grün"}',
};

let api: RuntimeApi;
let calls: RuntimeCall[];
beforeEach(async () => {
  calls = [];
  api = await RuntimeApi.start((call) => calls.push(call));
});
afterEach(() => api.close());

const next = () => fetch(`http://${api.address}/2018-06-01/runtime/invocation/next`);
const post = (path: string, body: string) =>
  fetch(`http://${api.address}/2018-06-01/runtime/${path}`, { method: 'POST', body });

/** Sends the invocation to a runtime that asks for one. */
async function handOut(): Promise<Response> {
  const response = next();
  while (!api.hasWaitingRuntime) await new Promise(setImmediate);
  api.deliver(INVOCATION);
  return response;
}

test('a runtime that asks gets the event and its headers', async () => {
  const response = await handOut();
  expect(await response.json()).toEqual({ colour: 'grün' });
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'lambda-runtime-aws-request-id': 'r-1',
    'lambda-runtime-deadline-ms': '1900000000000',
    'lambda-runtime-invoked-function-arn': INVOCATION.functionArn,
    'lambda-runtime-trace-id': INVOCATION.traceId,
  });
});

test('a result is taken once, for the invocation that is under way', async () => {
  await handOut();
  expect((await post('invocation/r-0/response', '1')).status).toBe(400);
  expect((await post('invocation/r-1/response', '2')).status).toBe(202);
  expect((await post('invocation/r-1/response', '3')).status).toBe(400);
  expect(calls).toEqual([{ call: 'next' }, { call: 'response', payload: '2' }]);
});

test('a runtime cannot ask for more before it has answered', async () => {
  await handOut();
  expect((await next()).status).toBe(403);
  expect(calls).toEqual([{ call: 'next' }]);
});

test('an error is passed on by its type, and one without a type still counts', async () => {
  await handOut();
  await post('invocation/r-1/error', '{"errorType":"E","errorMessage":"m","trace":[]}');
  await post('init/error', 'not JSON');
  expect(calls.slice(1)).toEqual([
    { call: 'error', errorType: 'E', errorMessage: 'm' },
    { call: 'init-error', errorType: 'Runtime.Unknown', errorMessage: '' },
  ]);
});

/** A runtime of which only the connection is there. */
async function connectRuntime(): Promise<Socket> {
  const [host, port] = api.address.split(':');
  const socket = connect(Number(port), host);
  await once(socket, 'connect');
  socket.write('GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: local\r\n\r\n');
  while (!api.hasWaitingRuntime) await new Promise(setImmediate);
  return socket;
}

test('nothing is delivered to a runtime that has gone', async () => {
  const socket = await connectRuntime();
  socket.destroy();
  while (api.hasWaitingRuntime) await new Promise(setImmediate);
  expect(api.deliver(INVOCATION)).toBe(false);
});

test('a runtime that dies with its event unread is told from one that has read it', async () => {
  const reading = await connectRuntime();
  api.deliver(INVOCATION);
  await once(reading, 'data');
  reading.destroy();
  await api.close();
  expect(calls).toEqual([{ call: 'next' }]);

  api = await RuntimeApi.start((call) => calls.push(call));
  const deaf = await connectRuntime();
  api.deliver(INVOCATION);
  deaf.resetAndDestroy();
  await api.close();
  expect(calls.at(-1)).toEqual({ call: 'unread' });
});

test('an unknown call is answered with 404', async () => {
  expect((await post('restore/next', '')).status).toBe(404);
  expect((await fetch(`http://${api.address}/`)).status).toBe(404);
});

test("a streaming handler's answer is collected, and its failure half-way fails the invocation", async () => {
  const fn = start('streams-its-answer');
  expect(await fn.answer()).toEqual({ half: 1 });
  expect(await fn.run({ fail: true })).toEqual({
    outcome: 'failed',
    errorType: 'Error',
    errorMessage: 'half-way',
  });
  expect(await fn.answer()).toEqual({ half: 1 });
});
