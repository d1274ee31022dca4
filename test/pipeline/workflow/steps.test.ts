import { tracing } from './run-result';
import { jobOf, outcomes, push, steps } from './small-workflows';

const log = (run: Awaited<ReturnType<typeof steps>>) => jobOf(run).steps.map((step) => step.log);

test('a pipe that breaks in the middle is noticed only by a shell that is asked for', async () => {
  const run = await steps(`
    - run: false | true
    - run: |
        false
        echo not reached
      continue-on-error: true
    - run: false | true
      shell: bash
    - run: echo skipped
    - if: always()
      run: printf '%s' "$0 $-"
      shell: sh
    - if: failure()
      run: console.log(process.version)
      shell: node {0}`);
  await tracing(run, () => {
    expect(outcomes(run)).toEqual(['success', 'failure', 'failure', 'skipped', 'success', 'success']);
    expect(jobOf(run).steps[1]).toMatchObject({
      conclusion: 'success',
      log: expect.not.stringContaining('not'),
    });
    expect(log(run)[5]).toBe(process.version);
    expect(run.conclusion).toBe('failure');
  });
});

test('where a script runs, and with what', async () => {
  const run = await push(`
env: { FROM: workflow, WORKFLOW: "1" }
defaults: { run: { working-directory: one } }
jobs:
  job:
    runs-on: ubuntu-24.04
    env: { FROM: job, JOB: "\${{ github.event_name }}" }
    steps:
      - run: mkdir -p one/two
        working-directory: .
      - run: echo "$(basename "$PWD") $FROM $WORKFLOW $JOB"
      - run: echo "$(basename "$PWD") $FROM"
        working-directory: one/two
        env: { FROM: "\${{ env.FROM }} and step" }
      - run: pwd
        working-directory: nowhere`);
  await tracing(run, () => {
    expect(log(run).slice(1, 3)).toEqual(['one job 1 push', 'two job and step']);
    expect(log(run)[3]).toContain('No such file or directory');
  });
});

test('what a step leaves for the next ones', async () => {
  const run = await steps(
    `
    - id: first
      run: |
        echo "one=1=1" >> "$GITHUB_OUTPUT"
        printf 'many<<END\\na=1\\n\\nb\\nEND\\n' >> "$GITHUB_OUTPUT"
        echo "NAME=value" >> "$GITHUB_ENV"
        mkdir bin && printf '#!/bin/sh\\necho mine' > bin/ls && chmod +x bin/ls
        echo "$PWD/bin" >> "$GITHUB_PATH"
        echo "# Done" >> "$GITHUB_STEP_SUMMARY"
    - run: echo "$MANY"
      env: { MANY: "\${{ steps.first.outputs.many }}" }
    - run: echo "$NAME \${{ env.NAME }} $(ls) \${{ steps.first.conclusion }}[\${{ steps.nowhere.outputs.x }}]"
    - run: echo "two" >> "$GITHUB_OUTPUT"`,
    { job: 'outputs: { one: "${{ steps.first.outputs.one }}", none: "${{ steps.first.outputs.none }}" }' },
  );
  await tracing(run, () => {
    expect(log(run).slice(1, 3)).toEqual(['a=1\n\nb', 'value value mine success[]']);
    expect(jobOf(run).outputs).toEqual({ one: '1=1' });
    expect(jobOf(run).summary).toBe('# Done\n');
    expect(log(run)[3]).toContain("Invalid format 'two'");
    expect(outcomes(run)[3]).toBe('failure');
  });
});

test('outputs and results reach the jobs that need them', async () => {
  const run = await push(`
jobs:
  one:
    runs-on: ubuntu-24.04
    outputs: { url: "\${{ steps.x.outputs.url }}" }
    steps: [{ id: x, run: 'echo url=http://here >> "$GITHUB_OUTPUT"' }]
  two:
    needs: one
    runs-on: ubuntu-24.04
    env: { URL: "\${{ needs.one.outputs.url }}" }
    steps: [{ run: 'echo "$URL \${{ needs.one.result }} \${{ toJSON(needs.*.result) }}"' }]`);
  expect(jobOf(run, 'two').steps[0]?.log.replace(/\s+/g, ' ')).toBe('http://here success [ success ]');
});

test('secrets and masks are hidden, and an output that holds one does not reach other jobs', async () => {
  const run = await steps(
    `
    - id: x
      run: |
        echo "$KEY"; printf %s "$KEY" | base64; echo
        echo "::add-mask::12345"
        echo "about 12345 things, \${{ github.token }}"
        echo "count=12345" >> "$GITHUB_OUTPUT"; echo "other=1234" >> "$GITHUB_OUTPUT"
        echo "count: 12345" >> "$GITHUB_STEP_SUMMARY"
        echo "::notice::12345"
      env: { KEY: "\${{ secrets.KEY }}" }`,
    {
      secrets: { KEY: 'top-secret-key' },
      job: 'outputs: { count: "${{ steps.x.outputs.count }}", other: "${{ steps.x.outputs.other }}" }',
    },
  );
  await tracing(run, () => {
    expect(log(run)[0]?.split('\n')).toEqual(['***', '***', '', 'about *** things, ***', '##[notice]***']);
    expect(jobOf(run).outputs).toEqual({ other: '1234' });
    expect(jobOf(run).summary).toBe('count: ***\n');
    expect(jobOf(run).annotations.at(-1)).toEqual({
      level: 'warning',
      message: "Skip output 'count' since it may contain secret.",
    });
  });
});

test('what a step prints can annotate the run', async () => {
  const run = await steps(`
    - run: |
        echo "::error title=Not%2C here,file=a.ts,line=3,endLine=4::one%0Atwo"
        echo "  ::warning::careful" >&2
        echo "::group::Inner"; echo in; echo "::endgroup::"
        echo "::stop-commands::pause"; echo "::error::not one"; echo "::pause::"
        echo "::debug::unseen"
        echo "::unknown::text"
    - run: exit 3
      continue-on-error: true
    - run: echo "::set-output name=x::1"`);
  const [first, second, third] = jobOf(run).steps;
  await tracing(run, () => {
    expect(first?.annotations).toEqual(
      expect.arrayContaining([
        { level: 'error', message: 'one\ntwo', title: 'Not, here', file: 'a.ts', line: 3, endLine: 4 },
        { level: 'warning', message: 'careful' },
      ]),
    );
    expect(first?.annotations).toHaveLength(2);
    expect(first?.log).toContain('##[group]Inner\nin\n##[endgroup]');
    expect(first?.log).toContain('::unknown::text');
    expect(first?.log).not.toContain('unseen');
    expect(second?.annotations).toEqual([{ level: 'error', message: 'Process completed with exit code 3.' }]);
    expect(third?.outcome).toBe('failure');
  });
});
