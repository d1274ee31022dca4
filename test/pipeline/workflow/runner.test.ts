import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tracing } from './run-result';
import { jobOf, push, scratch, sha, steps, uses } from './small-workflows';

describe('the machine of a job', () => {
  test('is empty: a job without a checkout sees no files, and none of another job', async () => {
    const run = await push(`
jobs:
  one:
    runs-on: ubuntu-24.04
    steps:
      - uses: ${uses.checkout}
      - run: touch "$HOME/left" "$RUNNER_TEMP/left" && git rev-parse HEAD && ls -A
  two:
    needs: one
    runs-on: ubuntu-24.04
    steps:
      - run: find "$GITHUB_WORKSPACE" "$HOME" "$RUNNER_TEMP" -name left
      - run: ls -A
`);
    await tracing(run, () => {
      expect(run.conclusion).toBe('success');
      expect(jobOf(run, 'one').steps[1]?.log.split('\n')).toEqual([
        ...[sha, '.git', '.hidden', 'package-lock.json', 'package.json'],
      ]);
      expect(jobOf(run, 'two').steps.map(({ log }) => log)).toEqual(['', '']);
    });
  });

  test('has nothing of this machine in its environment', async () => {
    process.env.AWS_PROFILE = process.env.npm_config_user = 'mine';
    const image = { environment: { ImageOS: 'ubuntu24' } };
    const run = await steps('- run: env | cut -d= -f1', { image, vars: { AWS_PROFILE: 'other' } });
    delete process.env.AWS_PROFILE;
    delete process.env.npm_config_user;
    const names = jobOf(run).log.split('\n').slice(1);
    const own = /^(CI|HOME|PATH|PWD|SHLVL|_|LANG|ImageOS|(GITHUB|RUNNER)_\w+)$/;
    expect(names.filter((name) => !own.test(name))).toEqual([]);
    expect(names).toEqual(expect.arrayContaining(['CI', 'GITHUB_SHA', 'GITHUB_OUTPUT', 'ImageOS']));
    expect(names).not.toContain('GITHUB_TOKEN');
  });

  test('`npm ci` links what is installed, but needs a lock file', async () => {
    const image = { nodeModules: join(scratch, 'installed') };
    const run = await steps(
      `
      - run: npm ci
        continue-on-error: true
      - uses: ${uses.checkout}
      - run: npm ci --ignore-scripts && node -p "require('some-package')"
      - run: npm --version`,
      { image },
    );
    await tracing(run, () => {
      const [without, , withLock, version] = jobOf(run).steps;
      expect(without?.log).toContain('can only install with an existing package-lock.json');
      expect(withLock?.log).toMatch(/\n1$/);
      expect(version?.log).toMatch(/^\d+\.\d+/);
    });
  });

  test('a command of the image takes the place of another', async () => {
    const npx = join(scratch, 'npx');
    writeFileSync(npx, '#!/bin/sh\necho "called with $*"\n', { mode: 0o755 });
    const run = await steps('- run: npx --no-install cdk deploy', { image: { commands: { npx } } });
    expect(jobOf(run).log).toContain('called with --no-install cdk deploy');
  });
});

describe('needs and if', () => {
  const job = (id: string, fields: string) => `  ${id}: { runs-on: ubuntu-24.04, ${fields} }\n`;
  const ok = 'steps: [{ run: "true" }]';
  const bad = 'steps: [{ run: "false" }]';
  const condition = 'if: "${{ !cancelled() && needs.b.result == \'failure\' }}"';

  test.each<[string, string, Record<string, string>]>([
    [
      'what needs a failed job is skipped, and so is what needs that',
      job('a', bad) + job('b', `needs: a, ${ok}`) + job('c', `needs: b, ${ok}`),
      { a: 'failure', b: 'skipped', c: 'skipped' },
    ],
    [
      'a job for the failure of another runs when that failed',
      job('a', ok) + job('b', `needs: a, ${bad}`) + job('c', `needs: b, ${condition}, ${ok}`),
      { a: 'success', b: 'failure', c: 'success' },
    ],
    [
      '… not when it passed',
      job('a', ok) + job('b', `needs: a, ${ok}`) + job('c', `needs: b, ${condition}, ${ok}`),
      { a: 'success', b: 'success', c: 'skipped' },
    ],
    [
      '… and not when it was skipped, as one before it failed',
      job('a', bad) + job('b', `needs: a, ${ok}`) + job('c', `needs: b, ${condition}, ${ok}`),
      { a: 'failure', b: 'skipped', c: 'skipped' },
    ],
    [
      'success() looks at all ancestors, so what comes after such a job is skipped',
      job('a', bad) + job('b', `needs: a, if: always(), ${ok}`) + job('c', `needs: b, ${ok}`),
      { a: 'failure', b: 'success', c: 'skipped' },
    ],
    [
      '… unless its own condition asks for nothing but that job',
      job('a', bad) +
        job('b', `needs: a, if: always(), ${ok}`) +
        job('c', `needs: b, if: "\${{ !cancelled() && needs.b.result == 'success' }}", ${ok}`),
      { a: 'failure', b: 'success', c: 'success' },
    ],
    [
      '… even when none has failed and one was only skipped',
      job('a', `if: false, ${ok}`) + job('b', `needs: a, if: always(), ${ok}`) + job('c', `needs: b, ${ok}`),
      { a: 'skipped', b: 'success', c: 'skipped' },
    ],
    [
      'failure() looks at all ancestors, too',
      job('a', bad) + job('b', `needs: a, ${ok}`) + job('c', `needs: b, if: failure(), ${ok}`),
      { a: 'failure', b: 'skipped', c: 'success' },
    ],
    [
      'a job that may fail has not failed for the others',
      job('a', `continue-on-error: true, ${bad}`) + job('b', `needs: a, ${ok}`),
      { a: 'failure', b: 'success' },
    ],
    [
      'a condition without a status function asks for success as well',
      job('a', bad) + job('b', `needs: a, if: "github.ref == 'refs/heads/main'", ${ok}`),
      { a: 'failure', b: 'skipped' },
    ],
    [
      'jobs need not be in order in the file',
      job('c', `needs: [a, b], ${ok}`) + job('b', `needs: a, ${ok}`) + job('a', ok),
      { c: 'success', b: 'success', a: 'success' },
    ],
  ])('%s', async (_, jobs, results) => {
    const run = await push(`jobs:\n${jobs}`);
    const found = Object.entries(run.jobs).map(([id, { result }]) => [id, result]);
    const failed = Object.entries(run.jobs).some(
      ([, { result, mayFail }]) => result === 'failure' && !mayFail,
    );
    await tracing(run, () => {
      expect(Object.fromEntries(found)).toEqual(results);
      expect(run.conclusion).toBe(failed ? 'failure' : 'success');
    });
  });

  test('each combination of a matrix is a job of its own; after a failure the rest is dropped', async () => {
    const strategy = (failFast: boolean) =>
      `strategy: { fail-fast: ${failFast}, matrix: { node: [20, 24], os: [a, b] } }`;
    const list = `steps: [{ run: 'test "\${{ matrix.node }}\${{ matrix.os }}" != 20b' }]`;
    const run = await push(
      `jobs:\n${job('a', `${strategy(false)}, ${list}`)}${job('b', `${strategy(true)}, ${list}`)}`,
    );
    const results = (id: string) =>
      jobOf(run, id).combinations.map(({ name, result }) => `${name} ${result}`);
    expect(results('a')).toEqual([
      'a (20, a) success',
      'a (20, b) failure',
      'a (24, a) success',
      'a (24, b) success',
    ]);
    expect(results('b').slice(2)).toEqual(['b (24, a) cancelled', 'b (24, b) cancelled']);
    expect(jobOf(run, 'a').result).toBe('failure');
  });
});
