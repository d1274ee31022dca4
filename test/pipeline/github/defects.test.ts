import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { constructId } from '../../../infra/backend/construct-id';
import { stages } from '../../../infra/stages';
import { repository } from '../../end-to-end/npm-start';
import type { PreviousRun } from '../workflow/run-record';
import { type Run, tracing } from '../workflow/run-result';
import { runWorkflow } from '../workflow/runner';

/**
 * What would go wrong on GitHub if a part of deploy.yml were left out goes wrong here, too. The commands of the
 * repository do next to nothing in these runs.
 */
const text = readFileSync(join(repository, '.github/workflows/deploy.yml'), 'utf8');

interface Step {
  name: string;
  with?: Record<string, unknown>;
}
interface Job {
  outputs?: Record<string, string>;
  permissions: Record<string, string>;
  steps: Step[];
}
type Jobs = Record<string, Job>;

const directory = mkdtempSync(join(tmpdir(), 'groundwork-defects-'));
const green = 'a'.repeat(40);
const red = 'b'.repeat(40);
const names = stages.map(({ name }) => name);
const outputs = Object.fromEntries(
  names.map((name) => [
    `groundwork-${name}`,
    { ApiUrl: `https://${name}.test/`, UserPoolId: `eu-west-1_${name}`, UserPoolClientId: `website-${name}` },
  ]),
);
const npx = executable(
  'npx',
  `test -d cdk.out/assembly-Prod || { echo 'There is no assembly'; exit 1; }
test -n "$AWS_SESSION_TOKEN" || { echo 'Unable to resolve AWS account to use'; exit 1; }
echo '${JSON.stringify(outputs)}' > outputs.json`,
);

/** Knows what the jobs ask of it, and needs a tenth of the time of the real one. */
const npm = executable(
  'npm',
  `test -f package-lock.json || { echo 'npm error The npm ci command can only install with an existing package-lock.json'; exit 1; }
case "$1 $2" in
  'ci --ignore-scripts') ;;
  'run synth') for stage in ${names.map(assemblyOf).join(' ')}; do mkdir -p "cdk.out/$stage" && echo '{}' > "cdk.out/$stage/manifest.json"; done ;;
  'run contract')
    test -n "$AWS_SESSION_TOKEN" || { echo 'CredentialsProviderError: Could not load credentials from any providers'; exit 1; }
    test "$*" = "run contract -- --stage $5 --url https://$5.test/ --user-pool eu-west-1_$5 --client website-$5" || { echo "mistaken: $*"; exit 1; }
    test "$5" = prod && test -f slow.txt && sleep 30; mkdir -p reports && echo '<testsuites/>' > reports/contract.xml && grep -q " $5 " passing.txt ;;
  *) echo "unknown: $*"; exit 1 ;;
esac`,
);

function executable(name: string, script: string): string {
  const file = join(directory, name);
  writeFileSync(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return file;
}

function assemblyOf(stage: string): string {
  return `assembly-${constructId(stage)}`;
}

/** A checkout whose tests pass in the stages that are named. */
function commit(sha: string, passing: readonly string[]): string {
  const root = join(directory, sha);
  const script = 'infra/pipeline/github/last-good-run.mjs';
  mkdirSync(join(root, 'infra/pipeline/github'), { recursive: true });
  cpSync(join(repository, script), join(root, script));
  writeFileSync(join(root, 'package-lock.json'), '{}');
  writeFileSync(join(root, 'passing.txt'), ` ${passing.join(' ')} \n`);
  return root;
}

const slow = 'c'.repeat(40);
const allButProd = names.filter((name) => name !== 'prod');
const commits = {
  [green]: commit(green, names),
  [red]: commit(red, allButProd),
  [slow]: commit(slow, names),
};
writeFileSync(join(directory, slow, 'slow.txt'), '');
const runs: Run[] = [];

afterAll(() => {
  for (const run of runs) run.dispose();
  rmSync(directory, { recursive: true, force: true });
});

async function push(
  sha: string,
  workflow: string,
  previousRuns: readonly PreviousRun[] = [],
  minute = 60_000,
): Promise<Run> {
  const role = 'arn:aws:iam::123456789012:role/groundwork';
  const vars = {
    AWS_ROLE_ARN: `${role}-deploy`,
    AWS_CONTRACT_ROLE_ARN: `${role}-contract`,
    AWS_REGION: 'eu-west-1',
  };
  const run = await runWorkflow({
    workflow,
    event: { name: 'push', branch: 'main', sha },
    commits,
    environments: Object.fromEntries(names.map((name) => [name, { vars }])),
    cloud: {
      assumeRole: () => ({ accessKeyId: 'key', secretAccessKey: 'secret-1', sessionToken: 'token-1' }),
    },
    image: { nodeModules: directory, commands: { npm, npx } },
    previousRuns,
    minute,
  });
  runs.push(run);
  return run;
}

function changed(change: (jobs: Jobs) => void): string {
  const workflow = parse(text);
  change(workflow.jobs);
  return stringify(workflow);
}

function without(job: string, step: string) {
  return (jobs: Jobs) => {
    const { steps = [] } = jobs[job] ?? {};
    const index = steps.findIndex(({ name }) => name === step);
    if (index < 0) throw new Error(`${job} has no step ${step}`);
    steps.splice(index, 1);
  };
}

function forbidding(job: string, permission: string) {
  return (jobs: Jobs) => {
    if (!jobs[job]?.permissions[permission]) throw new Error(`${job} has no permission ${permission}`);
    delete jobs[job].permissions[permission];
  };
}

function failedJobs({ jobs }: Run): string[] {
  return Object.entries(jobs).flatMap(([id, { result }]) => (result === 'failure' ? [id] : []));
}

test('as it is, it goes through', async () => {
  const run = await push(green, text);
  await tracing(run, () => expect(run.conclusion).toBe('success'));
});

describe('it fails when', () => {
  test.each<[string, string, (jobs: Jobs) => void]>([
    ['build is not checked out', 'build', without('build', 'Check out')],
    ['build may not read the repository', 'build', forbidding('build', 'contents')],
    [
      'build does not keep the assembly',
      'deploy-dev',
      without('build', 'Keep the assembly for every stage, and for a later rollback'),
    ],
    ['a deployment is not checked out', 'deploy-dev', without('deploy-dev', 'Check out')],
    ['a deployment does not fetch the assembly', 'deploy-dev', without('deploy-dev', 'Fetch the assembly')],
    ['a deployment may not ask for a token', 'deploy-dev', forbidding('deploy-dev', 'id-token')],
    ['a deployment does not sign in', 'deploy-prod', without('deploy-prod', 'Sign in to AWS')],
    ['a test is not checked out', 'contract-dev', without('contract-dev', 'Check out')],
    ['a test may not read the repository', 'contract-prod', forbidding('contract-prod', 'contents')],
    ['a test may not ask for a token', 'contract-dev', forbidding('contract-dev', 'id-token')],
    ['a test does not sign in', 'contract-prod', without('contract-prod', 'Sign in to AWS')],
    [
      'a deployment does not pass on where the users are',
      'contract-dev',
      (jobs) => {
        delete jobs['deploy-dev']?.outputs?.UserPoolId;
      },
    ],
    [
      'a test is run again without the deployment before it',
      'contract-prod',
      (jobs) => {
        Object.assign(jobs['deploy-prod'] ?? {}, { outputs: { attempt: '0' } });
      },
    ],
    [
      'two jobs keep a report by one name',
      'contract-prod',
      (jobs) => {
        const steps = jobs['contract-prod']?.steps ?? [];
        for (const step of steps) {
          if (step.with?.name === 'report-contract-prod')
            step.with = { name: 'report-contract-dev', path: 'reports' };
        }
      },
    ],
  ])('%s', async (_, job, change) => {
    const run = await push(green, changed(change));
    await tracing(run, () => {
      expect(run.conclusion).toBe('failure');
      // What cannot be tested in prod is put back, too; here there is nothing to go back to.
      expect(failedJobs(run)).toEqual(job === 'contract-prod' ? [job, 'rollback-prod'] : [job]);
    });
  });
});

describe('a rollback', () => {
  let before: Run;
  beforeAll(async () => {
    before = await push(green, text);
  });

  test('goes back to the newest green run, and leaves the run red', async () => {
    const failed = await push(red, text, [before]);
    const run = await push(red, text, [before, failed]);
    await tracing(run, () => {
      expect(run.conclusion).toBe('failure');
      expect(run.jobs['rollback-prod']).toMatchObject({ result: 'success', outputs: { commit: green } });
      expect(run.jobs['contract-prod-after-rollback']?.result).toBe('success');
    });
  });

  test('has nothing to go back to in the first run ever, and says so', async () => {
    const run = await push(red, text);
    await tracing(run, () => {
      expect(failedJobs(run)).toEqual(['contract-prod', 'rollback-prod']);
      const rollback = run.jobs['rollback-prod'];
      expect(rollback?.summary).toMatch(/There is nothing to go back to: no run has been green yet/);
      expect(rollback?.annotations[0]?.message).toMatch(/There is nothing to go back to/);
    });
  });

  test('passes over a green run whose assembly is no longer kept', async () => {
    const expired = { sha: red, artifacts: { 'cloud-assembly': { expired: true as const } } };
    const run = await push(red, text, [before, expired]);
    await tracing(run, () => expect(run.jobs['rollback-prod']?.outputs.commit).toBe(green));
  });

  test('also follows tests that take so long that GitHub ends their job', async () => {
    const impatient = changed((jobs) => Object.assign(jobs['contract-prod'] ?? {}, { 'timeout-minutes': 1 }));
    const run = await push(slow, impatient, [before], 1500);
    await tracing(run, () => {
      expect(run.jobs['contract-prod']?.result).toBe('cancelled');
      expect(run.jobs['rollback-prod']).toMatchObject({ result: 'success', outputs: { commit: green } });
    });
  });

  test('says so when the stage was not part of the newest green run', async () => {
    const artifact = join(directory, 'without-prod');
    mkdirSync(join(artifact, 'assembly-Dev'), { recursive: true });
    writeFileSync(join(artifact, 'assembly-Dev', 'manifest.json'), '{}');
    const old = { sha: green, artifacts: { 'cloud-assembly': { directory: artifact } } };
    const run = await push(red, text, [old]);
    await tracing(run, () => {
      expect(failedJobs(run)).toEqual(['contract-prod', 'rollback-prod']);
      expect(run.jobs['rollback-prod']?.annotations[0]?.message).toMatch(
        /prod was not part of the newest green run/,
      );
    });
  });

  test.each<[string, (jobs: Jobs) => void]>([
    ['may not read what earlier runs have left', forbidding('rollback-prod', 'actions')],
    ['may not ask for a token', forbidding('rollback-prod', 'id-token')],
    ['does not fetch the assembly', without('rollback-prod', 'Fetch the assembly of that run')],
  ])('fails when it %s', async (_, change) => {
    const run = await push(red, changed(change), [before]);
    await tracing(run, () => {
      expect(failedJobs(run)).toEqual(['contract-prod', 'rollback-prod']);
      expect(run.jobs['contract-prod-after-rollback']?.result).toBe('skipped');
    });
  });
});

test('a role that does not get to the tests, as something masks it, is said to be missing', async () => {
  const masking = changed((jobs) => {
    const step = jobs['deploy-dev']?.steps.find(({ name }) => name === 'Sign in to AWS');
    Object.assign(step?.with ?? {}, { 'mask-aws-account-id': true });
  });
  const run = await push(green, masking);
  await tracing(run, () => {
    expect(failedJobs(run)).toEqual(['contract-dev']);
    expect(run.jobs['deploy-dev']?.outputs).not.toHaveProperty('contractRole');
    expect(run.jobs['contract-dev']?.annotations[0]?.message).toMatch(
      /GitHub drops what holds a secret. See that no secret is part of one of them/,
    );
  });
});

test('a stage that is not set up says what to do', async () => {
  const run = await runWorkflow({
    workflow: text,
    event: { name: 'push', branch: 'main', sha: green },
    commits,
    image: { nodeModules: directory, commands: { npm, npx } },
  });
  runs.push(run);
  await tracing(run, () => {
    expect(failedJobs(run)).toEqual(['deploy-dev']);
    expect(run.jobs['deploy-dev']?.annotations[0]?.message).toMatch(
      /lacks AWS_ROLE_ARN, AWS_CONTRACT_ROLE_ARN or AWS_REGION. Run 'npm run bootstrap'/,
    );
  });
});

test.each<[string, Parameters<typeof runWorkflow>[0]['event']]>([
  ['a push to another branch', { name: 'push', branch: 'feature', sha: green }],
  ['a pull request', { name: 'pull_request', head: 'feature', base: 'main', number: 1, sha: green } as never],
])('%s deploys nothing', async (_, event) => {
  const run = await runWorkflow({ workflow: text, event, commits });
  runs.push(run);
  expect({ triggered: run.triggered, jobs: Object.keys(run.jobs) }).toEqual({ triggered: false, jobs: [] });
});

test('main alone is deployed, even if something else starts it', async () => {
  const started = stringify({ ...parse(text), on: { push: {} } });
  const run = await runWorkflow({
    workflow: started,
    event: { name: 'push', branch: 'feature', sha: green },
    commits,
  });
  runs.push(run);
  expect(Object.values(run.jobs).map(({ result }) => result)).toEqual(
    Object.keys(run.jobs).map(() => 'skipped'),
  );
});
