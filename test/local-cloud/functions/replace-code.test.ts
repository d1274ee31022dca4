import { buildGate, fixture, isAlive, useFixtures } from './run-fixture';

const start = useFixtures();

test('later invocations run the new code, idle environments end', async () => {
  const fn = start('throws-a-type-error');
  expect(await fn.run()).toMatchObject({ outcome: 'failed' });
  fn.replaceCode(fixture('counts-invocations'));
  expect(await fn.answer({ double: 4 })).toMatchObject({ count: 1, double: 8 });
  fn.replaceCode(fixture('throws-a-type-error'));
  expect(await fn.run()).toMatchObject({ errorType: 'TypeError' });
});

test('an invocation under way finishes on the old code, those that wait get the new one', async () => {
  const gate = await buildGate();
  const fn = start('waits-at-the-gate', { maxEnvironments: 1 });
  const old = fn.answer({ gate: gate.url });
  const [pid = 0] = await gate.arrived(1);
  const waiting = fn.answer({ double: 3, gate: gate.url });
  fn.replaceCode(fixture('counts-invocations'));
  expect(await waiting).toMatchObject({ double: 6 });
  gate.open();
  expect(await old).toMatchObject({ version: 'old', pid });
  expect(await fn.answer({ double: 4 })).toMatchObject({ double: 8 });
  await fn.stop();
  expect(isAlive(pid)).toBe(false);
  gate.close();
});

test('under load nothing is dropped and nothing goes back to the old code', async () => {
  const fn = start('exits-mid-request', { maxEnvironments: 3 });
  const versions: string[] = [];
  let replaced = false;
  const client = async () => {
    for (let n = 0; n < 15; n += 1) {
      const sentAfter = replaced;
      const answer = await fn.answer({ double: n });
      expect(answer.double).toBe(2 * n);
      const version = 'count' in answer ? 'new' : 'old';
      if (sentAfter) expect(version).toBe('new');
      versions.push(version);
      if (versions.length === 20) {
        fn.replaceCode(fixture('counts-invocations'));
        replaced = true;
      }
    }
  };
  await Promise.all([client(), client(), client(), client()]);
  expect(versions).toHaveLength(60);
  expect(new Set(versions)).toEqual(new Set(['old', 'new']));
});

test('an environment that is still starting when its code is replaced is not used', async () => {
  const fn = start('throws-a-type-error');
  const outcome = fn.run({ double: 1 });
  fn.replaceCode(fixture('counts-invocations'));
  expect(await outcome).toMatchObject({ outcome: 'answered' });
  await fn.stop();
});

test('prewarming after a replacement loads the new code', async () => {
  const fn = start('throws-a-type-error');
  await fn.run();
  fn.replaceCode(fixture('tells-its-environment'));
  await fn.prewarm();
  const told = await fn.answer();
  expect(told.directory).toBe(fixture('tells-its-environment'));
});
