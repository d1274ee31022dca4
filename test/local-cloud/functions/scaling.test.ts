import { buildGate, type Gate, useFixtures } from './run-fixture';

const start = useFixtures();
let gate: Gate;
beforeEach(async () => {
  gate = await buildGate();
});
afterEach(() => gate.close());

test('an invocation gets its event, and a context that knows the function', async () => {
  const answer = await start('counts-invocations', { timeoutSeconds: 7 }).answer({ double: 21 });
  expect(answer).toMatchObject({
    double: 42,
    arn: 'arn:aws:lambda:eu-central-1:111122223333:function:orchard',
  });
  expect(answer.requestId).toMatch(/^[0-9a-f-]{36}$/);
  expect(answer.remaining).toBeGreaterThan(0);
  expect(answer.remaining).toBeLessThanOrEqual(7000);
});

test('a warm environment keeps its state, a cold one starts afresh', async () => {
  const fn = start('counts-invocations');
  const answers = [await fn.answer(), await fn.answer(), await fn.answer()];
  expect(answers.map(({ count }) => count)).toEqual([1, 2, 3]);
  expect(new Set(answers.map(({ pid }) => pid)).size).toBe(1);
  const other = await start('counts-invocations').answer();
  expect(other.count).toBe(1);
  expect(other.pid).not.toBe(answers[0].pid);
});

test('each of several invocations at a time has an environment to itself', async () => {
  const fn = start('waits-at-the-gate');
  const answers = [1, 2, 3].map(() => fn.answer({ gate: gate.url }));
  expect(new Set(await gate.arrived(3)).size).toBe(3);
  gate.open();
  expect((await Promise.all(answers)).map(({ count }) => count)).toEqual([1, 1, 1]);
});

test('the environment used last is used first', async () => {
  const fn = start('waits-at-the-gate');
  const answers = [1, 2].map(() => fn.answer({ gate: gate.url }));
  await gate.arrived(2);
  gate.open();
  await Promise.all(answers);
  const first = await fn.answer({ gate: gate.url });
  const second = await fn.answer({ gate: gate.url });
  expect([first.count, second.count]).toEqual([2, 3]);
  expect(second.pid).toBe(first.pid);
});

test('beyond the limit of environments, invocations share those there are', async () => {
  const fn = start('waits-at-the-gate', { maxEnvironments: 2 });
  const answers = [1, 2, 3, 4, 5].map(() => fn.answer({ gate: gate.url }));
  const pids = new Set(await gate.arrived(2));
  gate.open();
  expect(new Set((await Promise.all(answers)).map(({ pid }) => pid))).toEqual(pids);
});

test('who waits for an environment gets it in order of arrival', async () => {
  const fn = start('counts-invocations', { maxEnvironments: 1 });
  const answers = await Promise.all([1, 2, 3, 4].map(() => fn.answer()));
  expect(answers.map(({ count }) => count)).toEqual([1, 2, 3, 4]);
});

test('beyond the reserved concurrency, invocations are throttled, and only then', async () => {
  const fn = start('waits-at-the-gate', { reservedConcurrency: 1 });
  const answer = fn.answer({ gate: gate.url });
  expect(await fn.run({ gate: gate.url })).toEqual({
    outcome: 'failed',
    errorType: 'TooManyRequestsException',
    errorMessage: 'Rate Exceeded.',
  });
  gate.open();
  await answer;
  expect(await fn.answer({ gate: gate.url })).toMatchObject({ count: 2 });
});

test('a prewarmed environment takes the first invocation', async () => {
  const fn = start('waits-at-the-gate', { maxEnvironments: 1 });
  await fn.prewarm();
  gate.open();
  expect(await fn.answer({ gate: gate.url })).toMatchObject({ count: 1 });
});

test('an invocation during the prewarming waits for that environment', async () => {
  const fn = start('counts-invocations');
  const prewarmed = fn.prewarm();
  const { pid } = await fn.answer();
  await prewarmed;
  await fn.prewarm();
  expect((await fn.answer()).pid).toBe(pid);
});

test('a prewarming that fails is told by the invocation after it', async () => {
  const fn = start('throws-at-load');
  await fn.prewarm();
  expect(await fn.run()).toMatchObject({ outcome: 'failed', errorType: 'RangeError' });
});
