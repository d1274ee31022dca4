import { lintWorkflow } from './lint';

const path = '.github/workflows/deploy.yml';

function workflow(change: Partial<Record<'top' | 'job' | 'step', string>> = {}): string {
  return `on: push
${change.top ?? 'permissions: {}'}
jobs:
  build:
    runs-on: ubuntu-24.04
    ${change.job ?? 'timeout-minutes: 5'}
    steps:
      - run: echo hello
        ${change.step ?? 'timeout-minutes: 1'}
`;
}

test('a workflow without mistakes has no diagnostics', async () => {
  expect(await lintWorkflow(path, workflow())).toEqual([]);
});

test('a queue of runs is known', async () => {
  const top = 'concurrency: { group: deploy, cancel-in-progress: false, queue: max }';
  expect(await lintWorkflow(path, workflow({ top }))).toEqual([]);
});

test.each([
  ['an unknown key', { job: 'timeout-minute: 5' }, 6, "Unexpected value 'timeout-minute'"],
  ['an unknown permission', { top: 'permissions: { content: read }' }, 2, "Unexpected value 'content'"],
  ['an expression that cannot be read', { step: 'if: ${{ success( }}' }, 9, 'Unexpected end of expression'],
  ['an unknown function', { step: 'if: ${{ succes() }}' }, 9, "Unrecognized function: 'succes'"],
  [
    'a context that is not there',
    { job: 'if: ${{ secrets.TOKEN }}' },
    6,
    "Unrecognized named-value: 'secrets'",
  ],
  ['a job that is not there', { job: 'needs: biuld' }, 6, "Value 'biuld' is not valid"],
  [
    'a step that is not there',
    { step: 'if: ${{ steps.nowhere.outputs.x }}' },
    9,
    'Context access might be invalid',
  ],
])('%s is found', async (_, change, line, message) => {
  const found = await lintWorkflow(path, workflow(change));
  expect(found.filter((text) => text.includes(message))).toEqual([
    expect.stringMatching(new RegExp(`^${path}:${line}:\\d+: (error|warning): `)),
  ]);
});
