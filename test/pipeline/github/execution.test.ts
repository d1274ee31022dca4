import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stages } from '../../../infra/stages';
import { repository } from '../../end-to-end/npm-start';
import { type ScratchCopy, scratchCopy } from '../../end-to-end/scratch-copy';
import { breakService, throttleProd, withSmallCollection } from '../faulty-copies';
import { create, items } from '../own-items';
import { type Run, tracing } from '../workflow/run-result';
import { runWorkflow } from '../workflow/runner';
import { startTestCloud, type TestCloud } from './test-cloud';

/** The workflow as it is committed, executed job by job; only AWS is played by this machine. */
const workflow = readFileSync(join(repository, '.github/workflows/deploy.yml'), 'utf8');

/** Where Newman's processes leave what they have found in their environments. */
const probes = mkdtempSync(join(tmpdir(), 'groundwork-probes-'));

function probeNewman(copy: ScratchCopy): ScratchCopy {
  const tell = `require('node:fs').writeFileSync(\`${probes}/\${process.pid}.json\`, JSON.stringify(process.env));`;
  copy.edit(
    'postman/newman/process.cjs',
    "const newman = require('newman');",
    `${tell}\nconst newman = require('newman');`,
  );
  return copy;
}

const checkout = () => probeNewman(withSmallCollection(scratchCopy({ installed: false })));
const commits = {
  good: ['a'.repeat(40), checkout().root],
  faulty: ['b'.repeat(40), breakService(checkout()).root],
  miserly: ['c'.repeat(40), throttleProd(checkout()).root],
} as const;

let aws: TestCloud;
const runs: Run[] = [];

beforeAll(async () => {
  aws = await startTestCloud(stages.map(({ name }) => name));
});
afterAll(async () => {
  await aws.stop();
  for (const run of runs) run.dispose();
  rmSync(probes, { recursive: true, force: true });
});

async function push(commit: keyof typeof commits): Promise<Run> {
  const [sha] = commits[commit];
  const run = await runWorkflow({
    workflow,
    event: { name: 'push', branch: 'main', sha },
    repository: { name: 'Acme/shop', id: 22, ownerId: 11, immutableSubject: true },
    commits: Object.fromEntries(Object.values(commits)),
    environments: aws.environments,
    cloud: aws.cloud,
    image: {
      nodeModules: join(repository, 'node_modules'),
      commands: { npx: join(__dirname, 'image', 'npx') },
      // The rules of the CDK take seconds, and are checked elsewhere.
      environment: { TEST_CLOUD_URL: aws.url, CDK_VALIDATION: 'false' },
    },
    previousRuns: runs,
  });
  runs.push(run);
  return run;
}

function results(run: Run): Record<string, string> {
  return Object.fromEntries(Object.entries(run.jobs).map(([id, { result }]) => [id, result]));
}

/** What becomes of each job when one of a stage fails, or none. */
function expected(failing?: string): Record<string, string> {
  let state = 'success';
  const jobs: Record<string, string> = { build: state };
  for (const { name, rollback } of stages) {
    jobs[`deploy-${name}`] = state;
    jobs[`contract-${name}`] = name === failing ? 'failure' : state;
    const back = rollback && name === failing ? 'success' : 'skipped';
    if (rollback)
      Object.assign(jobs, { [`rollback-${name}`]: back, [`contract-${name}-after-rollback`]: back });
    if (name === failing) state = 'skipped';
  }
  return jobs;
}

let kept: unknown;

test('green: every stage is deployed and tested, in turn', async () => {
  const run = await push('good');
  await tracing(run, async () => {
    expect(run.conclusion).toBe('success');
    expect(results(run)).toEqual(expected());
    expect(Object.keys(run.artifacts)).toEqual([
      'cloud-assembly',
      ...stages.map(({ name }) => `report-contract-${name}`),
    ]);
    expect(run.jobs['deploy-prod']?.environment).toMatchObject({
      name: 'prod',
      url: `${aws.urlOf('prod')}/`,
    });
    expect(run.jobs['contract-prod']?.summary).toMatch(/prod/);
  });
  kept = await create(aws.urlOf('prod'), 'to be kept');
  expect(await items(aws.urlOf('prod'))).toEqual([[kept]]);
}, 180_000);

test('a stage is tested with the keys of its contract role, by a job that names no environment', () => {
  const tested: string[] = [];
  for (const [id, job] of Object.entries(runs[0]?.jobs ?? {})) {
    const test = job.steps.find(({ log }) => log.includes('postman/run.ts'));
    if (!test) continue;
    tested.push(id);
    const key = new RegExp(`^key-\\d+-of-groundwork-${id}$`);
    expect(test.environment).toMatchObject({
      AWS_ACCESS_KEY_ID: expect.stringMatching(key),
      AWS_REGION: 'eu-west-1',
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: expect.any(String),
    });
    expect(job.environment).toBeUndefined();
    expect(job.permissions).toEqual({ contents: 'read', 'id-token': 'write' });
  }
  expect(tested).toEqual(stages.map(({ name }) => `contract-${name}`));
});

test("Newman's process gets none of these keys, and nothing to ask for others with", () => {
  const seen = readdirSync(probes).map((name) => JSON.parse(readFileSync(join(probes, name), 'utf8')));
  expect(seen).toHaveLength(stages.length);
  for (const environment of seen) {
    expect(environment).toHaveProperty('PATH');
    const names = Object.keys(environment).filter((name) => /AWS|TOKEN|SECRET|GITHUB|ACTIONS/.test(name));
    expect(names).toEqual([]);
    expect(JSON.stringify(environment)).not.toMatch(/of-groundwork-/);
  }
});

test('red in dev: prod is not touched', async () => {
  const run = await push('faulty');
  await tracing(run, async () => {
    expect(run.conclusion).toBe('failure');
    expect(results(run)).toEqual(expected('dev'));
    expect(run.artifacts['report-contract-dev']?.files).toEqual(['contract-dev.xml']);
    expect(run.jobs['contract-dev']?.summary).toMatch(/should NOT have additional properties/);
    expect(run.jobs['contract-dev']?.annotations).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ message: expect.stringMatching(/additional properties/) }),
      ]),
    );
    expect(await items(aws.urlOf('prod'))).toEqual([[kept]]);
  });
}, 180_000);

test('red in prod: the newest green run is deployed again and tested, and the run is red', async () => {
  const run = await push('miserly');
  await tracing(run, async () => {
    expect(run.conclusion).toBe('failure');
    expect(results(run)).toEqual(expected('prod'));
    expect(Object.keys(run.artifacts)).toEqual(
      expect.arrayContaining(['report-contract-prod', 'report-contract-prod-after-rollback']),
    );
    expect(run.jobs['rollback-prod']?.outputs.commit).toBe(commits.good[0]);
    expect(run.jobs['rollback-prod']?.summary).toMatch(/prod was put back/);
    const answers = await items(aws.urlOf('prod'), 5);
    expect(answers).toEqual(answers.map(() => [kept]));
  });
}, 180_000);
