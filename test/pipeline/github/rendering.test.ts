import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ShellStep } from 'aws-cdk-lib/pipelines';
import { parse } from 'yaml';
import { CheckStep } from '../../../infra/pipeline/check-step';
import { withPinnedActions } from '../../../infra/pipeline/github/actions';
import { workflowOf } from '../../../infra/pipeline/github/workflow';
import { readPlan } from '../../../infra/pipeline/read-plan';
import { repository } from '../../end-to-end/npm-start';
import { planOf } from '../definition/a-pipeline';

interface Job {
  readonly permissions: Readonly<Record<string, string>>;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly environment?: { readonly url?: string };
  readonly steps: ReadonlyArray<{ readonly name: string; readonly if?: string }>;
}

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

test('only a check that makes users signs in to AWS, and only its stage has to have a role for that', () => {
  const plan = planOf(({ pipeline, stage }) => {
    const settings = { installCommands: ['make ready'], commands: ['true'], rollback: false };
    pipeline.addStage(stage('dev'), {
      post: [
        new CheckStep('look', { ...settings, makesUsers: false }),
        new CheckStep('try', { ...settings, makesUsers: true }),
      ],
    });
    pipeline.addStage(stage('prod'), { post: [new CheckStep('see', { ...settings, makesUsers: false })] });
  });
  const { jobs } = parse(workflowOf(plan)) as { jobs: Record<string, Job> };
  const names = (id: string) => jobs[id]?.steps.map(({ name }) => name);
  const visitor = ['Was it deployed just now?', 'Check out', 'Set up Node.js', 'Install'];
  expect(names('look')).toEqual([...visitor, 'Look', 'Keep the report']);
  expect(jobs.look?.permissions).toEqual({ contents: 'read' });
  const [first, ...others] = visitor;
  expect(names('try')).toEqual([
    ...[first, 'Was its role passed on?', ...others],
    ...['Sign in to AWS', 'Try', 'Keep the report'],
  ]);
  expect(jobs.try?.permissions).toEqual({ contents: 'read', 'id-token': 'write' });
  const settingsOf = (id: string) => jobs[id]?.steps[0]?.if?.match(/AWS_\w+/g);
  expect(settingsOf('deploy-dev')).toEqual(['AWS_ROLE_ARN', 'AWS_CONTRACT_ROLE_ARN', 'AWS_REGION']);
  expect(settingsOf('deploy-prod')).toEqual(['AWS_ROLE_ARN', 'AWS_REGION']);
  expect(Object.keys(jobs['deploy-prod']?.outputs ?? {})).toEqual(['attempt']);
});

test('the page of an environment leads to the API, whatever else a check asks for', () => {
  const plan = planOf(({ pipeline, stage }) => {
    const dev = stage('dev');
    const envFromCfnOutputs = { POOL: dev.userPoolId, URL: dev.apiUrl };
    pipeline.addStage(dev, { post: [new ShellStep('look', { commands: ['true'], envFromCfnOutputs })] });
  });
  const { jobs } = parse(workflowOf(plan)) as { jobs: Record<string, Job> };
  expect(jobs['deploy-dev']?.environment?.url).toBe('${{ steps.outputs.outputs.ApiUrl }}');
});

test('a version that is changed in actions.ts reaches the workflow that is written by hand', () => {
  const line = '      - uses: actions/checkout@0000000000000000000000000000000000000000 # v1.0.0';
  const own = '      - uses: someone/else@0000000000000000000000000000000000000000 # v1.0.0';
  const text = withPinnedActions(`${line}\n${own}\n`);
  expect(text).toMatch(/uses: actions\/checkout@[1-9a-f][0-9a-f]{39} # v7\.0\.1\n/);
  expect(text).toContain(own);
});
