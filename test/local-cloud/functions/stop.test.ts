import { buildGate, isAlive, useFixtures } from './run-fixture';

const start = useFixtures();

test('stopping ends busy and frozen environments, and fails what is under way or waits', async () => {
  const gate = await buildGate();
  const fn = start('waits-at-the-gate', { maxEnvironments: 2 });
  const first = fn.answer({ gate: gate.url });
  const second = fn.answer({ gate: gate.url });
  const pids = await gate.arrived(2);
  gate.open();
  await Promise.all([first, second]);
  gate.close();

  const closed = await buildGate();
  const busy = fn.run({ gate: closed.url });
  await closed.arrived(1);
  const outcomes = [busy, fn.run({ gate: closed.url }), fn.run({ gate: closed.url })];
  await Promise.all([fn.stop(), fn.stop()]);

  expect(pids.map(isAlive)).toEqual([false, false]);
  for (const outcome of await Promise.all(outcomes)) {
    expect(outcome).toMatchObject({ outcome: 'failed', errorType: 'Sandbox.Stopped' });
  }
  closed.close();
});

test('stopping while an environment starts ends that one too', async () => {
  const fn = start('hangs-at-load');
  const outcome = fn.run();
  await fn.logged(/loading/);
  await fn.stop();
  expect(await outcome).toMatchObject({ outcome: 'failed', errorType: 'Sandbox.Stopped' });
});

test('stopping before the process is there keeps it from coming', async () => {
  const fn = start('hangs-at-load');
  const outcome = fn.run();
  await fn.stop();
  expect(await outcome).toMatchObject({ outcome: 'failed', errorType: 'Sandbox.Stopped' });
  expect(fn.logs).toEqual([]);
});

test('a stopped function answers that it is stopped', async () => {
  const fn = start('counts-invocations');
  await fn.stop();
  await fn.prewarm();
  expect(await fn.run()).toMatchObject({ outcome: 'failed', errorType: 'Sandbox.Stopped' });
  expect(fn.logs).toEqual([]);
});

test('several functions live side by side, and stopping one leaves the others alone', async () => {
  const [one, two] = [start('counts-invocations'), start('counts-invocations')];
  const answers = await Promise.all([one.answer(), two.answer()]);
  await one.stop();
  expect(await two.answer()).toMatchObject({ count: 2, pid: answers[1].pid });
});
