import { push, sha, steps } from './small-workflows';

describe('which events start a run', () => {
  const job = 'jobs: { job: { runs-on: ubuntu-24.04, steps: [{ run: "true" }] } }';
  const pull = { name: 'pull_request', number: 7, head: 'topic', base: 'main', sha } as const;
  const toMain = { name: 'push', branch: 'main', sha } as const;
  test.each([
    ['on: push', toMain, true],
    ['on: pull_request', toMain, false],
    ['on: { push: { branches: [main] } }', toMain, true],
    ['on: { push: { branches: [main] } }', { ...toMain, branch: 'topic' }, false],
    [
      'on: { push: { branches: ["release/**", "!release/old"] } }',
      { ...toMain, branch: 'release/a/b' },
      true,
    ],
    [
      'on: { push: { branches: ["release/**", "!release/old"] } }',
      { ...toMain, branch: 'release/old' },
      false,
    ],
    ['on: { push: { branches: ["*"] } }', { ...toMain, branch: 'a/b' }, false],
    ['on: { push: { branches-ignore: [main] } }', toMain, false],
    ['on: { pull_request: { branches: [main] } }', pull, true],
    ['on: { pull_request: { types: [labeled] } }', pull, false],
    ['on: [push, workflow_dispatch]', { ...toMain, name: 'workflow_dispatch' } as const, true],
    ['on: push', { ...toMain, name: 'workflow_dispatch' } as const, false],
  ])('%s at %j: %s', async (on, event, triggered) => {
    const run = await push(`${on}\n${job}`, { event });
    expect(run.triggered).toBe(triggered);
    expect(Object.keys(run.jobs)).toEqual(triggered ? ['job'] : []);
  });

  test('what GitHub would not take, and what is not modelled, is refused', async () => {
    await expect(push(`${job}\njob: {}`)).rejects.toThrow('GitHub would not run this workflow:\n.github');
    await expect(steps('- run: x', { job: 'container: node:24' })).rejects.toThrow(
      /does not model:\n.*container/,
    );
  });
});
