import { setTimeout as pause } from 'node:timers/promises';
import { useFixtures } from './run-fixture';

const start = useFixtures();

// Windows knows no SIGSTOP, and nothing is frozen there: skipped.
const onPosix = process.platform === 'win32' ? test.skip : test;

onPosix('work after the return stands still until the next invocation', async () => {
  const fn = start('works-after-return');
  const first = await fn.answer();
  // Nothing happens here, so there is no event to wait for: well beyond the 50 ms after which it is due.
  await pause(250);
  expect(fn.logs).toEqual([]);
  const second = await fn.answer();
  await fn.logged(/late work/);
  expect(second.pid).toBe(first.pid);
});

onPosix('work after the return that fails takes the environment with it, and not the function', async () => {
  const fn = start('throws-after-return');
  expect(await fn.answer()).toEqual({ count: 1 });
  await pause(100);
  // Whether this one is through before the late throw is a matter of luck, here as on AWS.
  await fn.run();
  await fn.logged(/too late/);
  await fn.logged(/exit status 1/);
  expect(await fn.answer()).toEqual({ count: 1 });
});

onPosix('a prewarmed environment thaws for its first invocation', async () => {
  const fn = start('works-after-return');
  await fn.prewarm();
  await pause(50);
  expect(await fn.answer()).toHaveProperty('pid');
});
