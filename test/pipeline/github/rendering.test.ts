import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ShellStep } from 'aws-cdk-lib/pipelines';
import { parse } from 'yaml';
import { withPinnedActions } from '../../../infra/pipeline/github/actions';
import { workflowOf } from '../../../infra/pipeline/github/workflow';
import { readPlan } from '../../../infra/pipeline/read-plan';
import { repository } from '../../end-to-end/npm-start';
import { planOf } from '../definition/a-pipeline';

test('the same definition gives the same text, which is the one that is committed', () => {
  const text = workflowOf(readPlan());
  expect(workflowOf(readPlan())).toBe(text);
  expect(readFileSync(join(repository, '.github/workflows/deploy.yml'), 'utf8')).toBe(text);
});

test('waves wait for each other, steps for what they name, and stages of one wave for nothing', () => {
  const plan = planOf(({ pipeline, stage }) => {
    const first = new ShellStep('first', { commands: ['one', 'two'], env: { COLOUR: 'blue' } });
    const second = new ShellStep('second', { commands: ['three'] });
    second.addStepDependency(first);
    pipeline.addStage(stage('dev'), {
      pre: [new ShellStep('ready', { commands: ['zero'] })],
      post: [first, second],
    });
    const wave = pipeline.addWave('Regions');
    wave.addStage(stage('here'));
    wave.addStage(stage('there'));
    pipeline.addStage(stage('last'));
  });
  const { jobs } = parse(workflowOf(plan)) as { jobs: Record<string, { needs?: string | string[] }> };
  expect(Object.fromEntries(Object.entries(jobs).map(([id, { needs }]) => [id, needs]))).toEqual({
    build: undefined,
    ready: 'build',
    'deploy-dev': 'ready',
    first: 'deploy-dev',
    second: ['deploy-dev', 'first'],
    'deploy-here': ['first', 'second'],
    'deploy-there': ['first', 'second'],
    'deploy-last': ['deploy-here', 'deploy-there'],
  });
  expect(jobs.first).toMatchObject({
    name: 'First',
    steps: expect.arrayContaining([
      { name: 'First', 'timeout-minutes': 10, env: { COLOUR: 'blue' }, run: 'one\ntwo' },
    ]),
  });
});

test('a version that is changed in actions.ts reaches the workflow that is written by hand', () => {
  const line = '      - uses: actions/checkout@0000000000000000000000000000000000000000 # v1.0.0';
  const own = '      - uses: someone/else@0000000000000000000000000000000000000000 # v1.0.0';
  const text = withPinnedActions(`${line}\n${own}\n`);
  expect(text).toMatch(/uses: actions\/checkout@[1-9a-f][0-9a-f]{39} # v7\.0\.1\n/);
  expect(text).toContain(own);
});
