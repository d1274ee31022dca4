import { ManualApprovalStep, ShellStep, Step } from 'aws-cdk-lib/pipelines';
import { CheckStep } from '../../../infra/pipeline/check-step';
import { readPlan } from '../../../infra/pipeline/read-plan';
import { stages } from '../../../infra/stages';
import { planOf } from './a-pipeline';

const look = (id: string, more: object = {}) => new ShellStep(id, { commands: ['true'], ...more });

test('the definition deploys the stages of the table in their order, and tests each where it answers', () => {
  const { build, waves } = readPlan();
  expect(build).toMatchObject({ assembly: 'cdk.out', install: ['npm ci --ignore-scripts'] });
  expect(waves).toEqual(
    stages.map(({ name, rollback }) => [
      expect.objectContaining({
        name,
        before: [],
        checks: [
          expect.objectContaining({
            id: `contract-${name}`,
            commands: [
              `npm run contract -- --stage ${name} --url "$API_URL" --user-pool "$USER_POOL_ID" --client "$USER_POOL_CLIENT_ID"`,
            ],
            outputs: {
              API_URL: { stack: `groundwork-${name}`, name: 'ApiUrl' },
              USER_POOL_ID: { stack: `groundwork-${name}`, name: 'UserPoolId' },
              USER_POOL_CLIENT_ID: { stack: `groundwork-${name}`, name: 'UserPoolClientId' },
            },
            rollback,
            makesUsers: true,
          }),
        ],
      }),
    ]),
  );
});

test('prod is put back when its tests fail, and dev is left for a look at it', () => {
  const names = stages.filter(({ rollback }) => rollback).map(({ name }) => name);
  expect(names).toContain('prod');
  expect(names).not.toContain('dev');
});

test('stages of one wave, steps before a stage, and steps that wait for each other', () => {
  const plan = planOf(({ pipeline, stage }) => {
    const wave = pipeline.addWave('Regions');
    const first = look('first');
    const second = look('second');
    second.addStepDependency(first);
    wave.addStage(stage('here'), { pre: [look('ready')], post: [second, first] });
    wave.addStage(stage('there'));
  });
  expect(plan.waves.map((wave) => wave.map(({ name, assembly }) => [name, assembly]))).toEqual([
    [
      ['here', 'assembly-Here'],
      ['there', 'assembly-There'],
    ],
  ]);
  expect(plan.waves[0]?.[0]).toMatchObject({
    before: [{ id: 'ready' }],
    checks: [
      { id: 'first', after: [] },
      { id: 'second', after: ['first'] },
    ],
  });
});

class Strange extends Step {}

describe('what the engines do not know is refused:', () => {
  test.each<[string, Parameters<typeof planOf>[0], RegExp]>([
    [
      'a manual approval',
      ({ pipeline, stage }) => pipeline.addStage(stage('dev'), { pre: [new ManualApprovalStep('approve')] }),
      /approve is a manual approval: on GitHub, give the environment dev required reviewers instead/,
    ],
    [
      'a step that is no ShellStep',
      ({ pipeline, stage }) => pipeline.addStage(stage('dev'), { post: [new Strange('strange')] }),
      /strange has to be a ShellStep/,
    ],
    [
      'a step of a wave',
      ({ pipeline, stage }) => pipeline.addWave('All', { post: [look('after')] }).addStage(stage('dev')),
      /The wave All has steps/,
    ],
    [
      'a step of one stack',
      ({ pipeline, stage }) => {
        const dev = stage('dev');
        const [stack] = dev.node.children;
        pipeline.addStage(dev, { stackSteps: [{ stack: stack as never, post: [look('after')] }] });
      },
      /Dev has steps for one stack/,
    ],
    [
      'a step with an output',
      ({ pipeline, stage }) =>
        pipeline.addStage(stage('dev'), { post: [look('after', { primaryOutputDirectory: 'there' })] }),
      /after has inputs or outputs/,
    ],
    [
      'a step that waits for a step elsewhere',
      ({ pipeline, stage }) => {
        const [early, late] = [look('early'), look('late')];
        late.addStepDependency(early);
        pipeline.addStage(stage('dev'), { post: [early] });
        pipeline.addStage(stage('prod'), { post: [late] });
      },
      /late waits for early, which is not a step beside it/,
    ],
    [
      "another stage's output",
      ({ pipeline, stage }) => {
        const [dev, prod] = [stage('dev'), stage('prod')];
        pipeline.addStage(dev);
        pipeline.addStage(prod, { post: [look('after', { envFromCfnOutputs: { URL: dev.apiUrl } })] });
      },
      /after asks for ApiUrl, which is an output of another stage/,
    ],
    [
      'an output of a stage that is not deployed yet',
      ({ pipeline, stage }) => {
        const dev = stage('dev');
        pipeline.addStage(dev, { pre: [look('before', { envFromCfnOutputs: { URL: dev.apiUrl } })] });
      },
      /before asks for an output before dev is deployed/,
    ],
    [
      'users of a stage that is not deployed yet',
      ({ pipeline, stage }) => {
        const settings = { commands: ['true'], rollback: false, makesUsers: true };
        pipeline.addStage(stage('dev'), { pre: [new CheckStep('before', settings)] });
      },
      /before makes users before dev is deployed; make it a post step/,
    ],
    [
      'two steps of one name',
      ({ pipeline, stage }) => pipeline.addStage(stage('dev'), { post: [look('same'), look('same')] }),
      /Two steps would be called same/,
    ],
    [
      'a step by the name of a deployment',
      ({ pipeline, stage }) => pipeline.addStage(stage('dev'), { post: [look('deploy-dev')] }),
      /Two steps would be called deploy-dev/,
    ],
    [
      'a step by the name of a test after a rollback',
      ({ pipeline, stage }) => pipeline.addStage(stage('dev'), { post: [look('look-after-rollback')] }),
      /Two steps would be called look-after-rollback/,
    ],
    [
      'steps that wait for each other',
      ({ pipeline, stage }) => {
        const [one, two] = [look('one'), look('two')];
        one.addStepDependency(two);
        two.addStepDependency(one);
        pipeline.addStage(stage('dev'), { post: [one, two] });
      },
      /The steps one, two wait for each other/,
    ],
    [
      'a name that can be no job',
      ({ pipeline, stage }) => pipeline.addStage(stage('dev'), { post: [look('Look at it')] }),
      /"Look at it" needs a name of lower-case letters/,
    ],
  ])('%s', (_, define, message) => {
    expect(() => planOf(define)).toThrow(message);
  });

  test('a build that leaves more than the assembly', () => {
    expect(() => planOf(({ pipeline }) => pipeline.props.synth.addOutputDirectory('more'))).toThrow(
      /build has to have one output/,
    );
  });
});

test('a check step says whether its stage is to be put back, and whether it makes users', () => {
  const plan = planOf(({ pipeline, stage }) =>
    pipeline.addStage(stage('dev'), {
      post: [
        new CheckStep('one', { commands: ['true'], rollback: true, makesUsers: false }),
        new CheckStep('two', { commands: ['true'], rollback: false, makesUsers: true }),
        look('three'),
      ],
    }),
  );
  expect(plan.waves[0]?.[0]?.checks).toMatchObject([
    { rollback: true, makesUsers: false },
    { rollback: false, makesUsers: true },
    { rollback: false, makesUsers: false },
  ]);
});
