import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { useFixtures } from './run-fixture';

const start = useFixtures();

test.each([
  ['throws-at-load', 'index.handler', 'RangeError', /^out of tune$/],
  [
    'counts-invocations',
    'index.absent',
    'Runtime.HandlerNotFound',
    /^index.absent is undefined or not exported$/,
  ],
  [
    'counts-invocations',
    'absent.handler',
    'Runtime.ImportModuleError',
    /^Error: Cannot find module 'absent'/,
  ],
  ['takes-a-callback', 'index.handler', 'Runtime.CallbackHandlerDeprecated', /Node\.js 24/],
  ['exits-at-load', 'index.handler', 'Runtime.ExitError', /^RequestId: \S{36} Error: .* exit status 3$/],
])('%s with %s fails with %s', async (story, handler, errorType, message) => {
  const outcome = await start(story, { handler }).run();
  expect(outcome).toEqual({ outcome: 'failed', errorType, errorMessage: expect.stringMatching(message) });
});

test('a handler that takes too long to load is killed', async () => {
  const fn = start('hangs-at-load', { initSeconds: 0.5 });
  expect(await fn.run()).toEqual({
    outcome: 'failed',
    errorType: 'Sandbox.Timedout',
    errorMessage: expect.stringMatching(/^RequestId: \S{36} Error: Init timed out after 0\.50 seconds$/),
  });
});

describe('code that is repaired', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'groundwork-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  test('works for the invocation after the one that told of its syntax error', async () => {
    writeFileSync(join(directory, 'index.js'), 'exports.handler = async () => {');
    const fn = start('written-here', { codeDirectory: directory });
    expect(await fn.run()).toMatchObject({ outcome: 'failed', errorType: 'Runtime.UserCodeSyntaxError' });
    await fn.logged(/UserCodeSyntaxError/);
    writeFileSync(join(directory, 'index.js'), "exports.handler = async () => 'well'");
    expect(await fn.answer()).toBe('well');
  });
});

test('each of several invocations hears of the failure', async () => {
  const fn = start('throws-at-load', { maxEnvironments: 2 });
  const outcomes = await Promise.all([1, 2, 3, 4].map(() => fn.run()));
  expect(outcomes.map((o) => o.outcome === 'failed' && o.errorType)).toEqual(Array(4).fill('RangeError'));
});
