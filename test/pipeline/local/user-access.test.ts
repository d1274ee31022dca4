import { mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ShellStep } from 'aws-cdk-lib/pipelines';
import { CheckStep } from '../../../infra/pipeline/check-step';
import { createCdkDeployer } from '../../../infra/pipeline/local/cdk-deployer';
import type { Deployer } from '../../../infra/pipeline/local/deployer';
import { createLocalDeployer } from '../../../infra/pipeline/local/local-deployer';
import { runPlan } from '../../../infra/pipeline/local/run-plan';
import { openRuns } from '../../../infra/pipeline/local/runs';
import { createStepRecorder } from '../../../infra/pipeline/local/step-recorder';
import { temporaryDirectory } from '../../end-to-end/npm-start';
import { planOf } from '../definition/a-pipeline';

/** A step of each kind, which prints what it finds in its environment. */
const commands = ['node -p "JSON.stringify(process.env)"'];
const plan = planOf(({ pipeline, stage }) => {
  pipeline.addStage(stage('dev'), {
    pre: [new ShellStep('before', { commands })],
    post: [
      new CheckStep('look', { commands, rollback: false, makesUsers: false }),
      new CheckStep('try', { commands, rollback: false, makesUsers: true }),
    ],
  });
});

const own = {
  AWS_ACCESS_KEY_ID: 'of-the-developer',
  AWS_SECRET_ACCESS_KEY: 'secret-of-the-developer',
  AWS_SESSION_TOKEN: 'token-of-the-developer',
  AWS_REGION: 'eu-central-1',
};
const temporary = temporaryDirectory();
const before = { ...process.env };
afterEach(() => {
  process.env = { ...before };
});

/** Everything with AWS in its name, in the environments of the steps that make users, and in those of all others. */
async function runSteps(variables: Record<string, string>, choose: (directory: string) => Promise<Deployer>) {
  for (const name of Object.keys(process.env)) if (/^AWS_/.test(name)) delete process.env[name];
  Object.assign(process.env, variables);
  const directory = mkdtempSync(join(temporary, 'run-'));
  const run = { id: 'now', workspace: join(directory, 'workspace'), logs: join(directory, 'logs') };
  for (const folder of [run.workspace, run.logs]) mkdirSync(folder);
  const { signal } = new AbortController();
  const recorder = createStepRecorder(run.logs, { begin: () => ({ line() {}, async end() {} }) }, signal);
  // Nothing is deployed: it is about what comes with it.
  const deployer: Deployer = { ...(await choose(directory)), deploy: async () => () => '' };
  const runs = await openRuns(directory);
  const build = { ...plan.build, commands };
  await runPlan({
    ...{ plan: { ...plan, build }, root: directory, run, runs, deployer, recorder, signal },
    deployOnly: false,
  });
  expect(recorder.results.map(({ outcome }) => outcome)).toEqual(recorder.results.map(() => 'passed'));
  const found = (title: string) => {
    const environment: Record<string, string> = JSON.parse(
      readFileSync(join(run.logs, `${title}.txt`), 'utf8'),
    );
    return Object.fromEntries(Object.entries(environment).filter(([name]) => /AWS/.test(name)));
  };
  const others = ['build', 'before', 'look'].map(found);
  return { users: found('try'), others: Object.assign({}, ...others) };
}

const at = (endpoint: string) => async (home: string) =>
  createCdkDeployer({ plan, endpoint: new URL(endpoint), home, signal: new AbortController().signal });

test('on the local cloud no step gets at an account, whoever is signed in', async () => {
  const choose = async (directory: string) => createLocalDeployer(plan, await openRuns(directory));
  expect(await runSteps(own, choose)).toEqual({ users: {}, others: {} });
});

test('at an endpoint only what makes users is signed in, and asks that endpoint', async () => {
  const endpoint = 'https://cloud.example.com';
  const { users, others } = await runSteps({ ...own, AWS_ENDPOINT_URL: endpoint }, at(endpoint));
  expect(users).toEqual({ ...own, AWS_ENDPOINT_URL: endpoint });
  expect(others).toEqual({});
});

test('at an endpoint on this machine keys and a region are made up for it', async () => {
  const endpoint = 'http://127.0.0.1:4566';
  const { users, others } = await runSteps({ AWS_ENDPOINT_URL: endpoint }, at(endpoint));
  expect(users).toMatchObject({
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_REGION: 'us-east-1',
    AWS_EC2_METADATA_DISABLED: 'true',
  });
  expect(others).toEqual({});
});

test('at an address of AWS itself it asks for users where AWS has them', async () => {
  const endpoint = 'https://cloudformation.eu-central-1.amazonaws.com';
  const { users, others } = await runSteps({ ...own, AWS_ENDPOINT_URL: endpoint }, at(endpoint));
  expect(users).toEqual(own);
  expect(others).toEqual({});
});
