import { gone } from '../../end-to-end/processes';
import { tracing } from './run-result';
import { jobOf, outcomes, push, steps } from './small-workflows';

describe('time and cancellation', () => {
  // A child that does not listen to Ctrl-C, and one that has left the group.
  const stubborn = `node -e "process.on('SIGINT', () => {}); setTimeout(() => {}, 60000)"`;

  test('a step that takes too long has failed', async () => {
    const run = await steps(
      `
      - run: ${JSON.stringify(`setsid ${stubborn} & ${stubborn}`)}
        timeout-minutes: 1
        continue-on-error: true
      - run: echo reached`,
      { minute: 300 },
    );
    await tracing(run, () => {
      expect(jobOf(run).steps[0]).toMatchObject({ outcome: 'failure', conclusion: 'success' });
      expect(jobOf(run).steps.map(({ log }) => log)).toEqual([
        expect.stringMatching(/has timed out after 1 minutes/),
        'reached',
      ]);
    });
  });

  test('a job that takes too long counts as cancelled, but its run goes on', async () => {
    const run = await push(
      `
jobs:
  slow:
    runs-on: ubuntu-24.04
    timeout-minutes: 1
    steps:
      - run: sleep 60
      - run: echo no
      - if: always()
        run: echo always
      - if: \${{ !cancelled() }}
        run: echo no
  after:
    needs: slow
    if: \${{ !cancelled() && !failure() }}
    runs-on: ubuntu-24.04
    steps: [{ run: "echo \${{ needs.slow.result }}" }]`,
      { minute: 300 },
    );
    await tracing(run, () => {
      expect(outcomes(run, 'slow')).toEqual(['cancelled', 'skipped', 'success', 'skipped']);
      expect(jobOf(run, 'slow').annotations.at(-1)?.message).toContain('maximum execution time of 1m0s');
      expect(jobOf(run, 'after').log).toContain('cancelled');
      expect(run.conclusion).toBe('cancelled');
    });
  });

  test('nothing that a job has started outlives it', async () => {
    const run = await steps(`- run: ${JSON.stringify(`setsid ${stubborn} > /dev/null 2>&1 & echo $!`)}`);
    const pid = Number(jobOf(run).steps[0]?.log);
    expect(pid).toBeGreaterThan(1);
    await gone([pid]);
  });

  test.each([
    ['a job and a step that nothing keeps', '', '', 'cancelled', ['cancelled', 'success', 'skipped']],
    [
      'a step that wants to run all the same',
      '',
      'if: always()',
      'cancelled',
      ['success', 'success', 'skipped'],
    ],
    [
      'a job that wants to run all the same',
      'if: always()',
      '',
      'success',
      ['success', 'skipped', 'success'],
    ],
  ])('when somebody cancels the run, %s', async (_, jobIf, stepIf, result, ended) => {
    const stop = new AbortController();
    const later = (id: string, condition: string) =>
      `  ${id}: { needs: job, if: "\${{ ${condition} }}", runs-on: ubuntu-24.04, steps: [{ run: "true" }] }\n`;
    const run = await push(
      `
jobs:
  job:
    runs-on: ubuntu-24.04
    ${jobIf}
    steps:
      - run: echo started; sleep 0.2
        ${stepIf}
      - if: cancelled()
        run: "true"
      - run: "true"
${later('other', '!cancelled()')}${later('always', 'always()')}${later('plain', "needs.job.result != ''")}`,
      { signal: stop.signal, watch: ({ text }) => text === 'started' && stop.abort() },
    );
    const results = Object.entries(run.jobs).map(([id, job]) => [id, job.result]);
    await tracing(run, () => {
      expect(Object.fromEntries(results)).toEqual({
        ...{ job: result, other: 'skipped', always: 'success', plain: 'skipped' },
      });
      expect(outcomes(run)).toEqual(ended);
    });
  });
});
