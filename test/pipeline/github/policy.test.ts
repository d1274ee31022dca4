import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { actions } from '../../../infra/pipeline/github/actions';
import { repository } from '../../end-to-end/npm-start';
import { lintWorkflow } from '../workflow/lint';

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly if?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly name: string;
  readonly if?: string;
  readonly environment?: { readonly name: string };
  readonly permissions: Readonly<Record<string, string>>;
  readonly concurrency?: object;
  readonly 'timeout-minutes': number;
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: object;
  readonly concurrency: object;
  readonly jobs: Readonly<Record<string, Job>>;
}

const folder = join(repository, '.github/workflows');
const files = readdirSync(folder);
const textOf = (file: string) => readFileSync(join(folder, file), 'utf8');
const workflowOf = (file: string) => parse(textOf(file)) as Workflow;

/** The only jobs that may sign in to AWS, and whose role each takes on. */
const signsIn: Readonly<Record<string, (job: string) => string | undefined>> = {
  'deploy.yml': (job) => {
    if (/^(deploy|rollback)-/.test(job)) return '${{ vars.AWS_ROLE_ARN }}';
    const [, stage, back] = /^contract-(\w+)(-after-rollback)?$/.exec(job) ?? [];
    return stage && `\${{ needs.${back ? 'rollback' : 'deploy'}-${stage}.outputs.contractRole }}`;
  },
  'ci.yml': (job) => (job === 'diff' ? '${{ vars.AWS_DIFF_ROLE_ARN }}' : undefined),
};

test('there is one workflow for pull requests and one for main', () => {
  expect(files.sort()).toEqual(['ci.yml', 'deploy.yml']);
});

describe.each(files)('%s', (file) => {
  const workflow = workflowOf(file);
  const jobs = Object.entries(workflow.jobs);
  const steps = jobs.flatMap(([, job]) => job.steps);

  test("GitHub's own language service has nothing to say of it", async () => {
    expect(await lintWorkflow(join(folder, file), textOf(file))).toEqual([]);
  });

  test('every action is at the commit that actions.ts has for it, with its version beside it', () => {
    const used = textOf(file)
      .split('\n')
      .filter((line) => line.includes('uses:'))
      .map((line) => line.replace(/^.*uses: /, ''));
    expect(used.length).toBeGreaterThan(0);
    for (const line of used) {
      expect(line).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
      expect(Object.values(actions)).toContain(line);
    }
  });

  test('nothing is permitted but what a job asks for, and no job asks for more than it may', () => {
    expect(workflow.permissions).toEqual({});
    for (const [id, { permissions }] of jobs) {
      expect(permissions).toBeDefined();
      for (const [scope, access] of Object.entries(permissions)) {
        const allowed =
          access === 'read' || (scope === 'id-token' && access === 'write' && Boolean(signsIn[file]?.(id)));
        expect({ id, scope, access, allowed }).toEqual({ id, scope, access, allowed: true });
      }
    }
  });

  test('only the jobs on the list sign in to AWS, each with its own role', () => {
    for (const [id, job] of jobs) {
      const role = signsIn[file]?.(id);
      expect({ id, token: job.permissions['id-token'] }).toEqual({ id, token: role && 'write' });
      const roles = job.steps
        .filter(({ uses }) => uses?.startsWith('aws-actions/'))
        .map(({ with: inputs }) => inputs?.['role-to-assume']);
      expect({ id, roles }).toEqual({ id, roles: role ? [role] : [] });
    }
  });

  test('whoever may deploy or compare runs no tests, and nothing is installed with keys at hand', () => {
    for (const [id, { steps: own }] of jobs) {
      const role = signsIn[file]?.(id);
      if (!role) continue;
      const testing = own.filter(({ run }) => /npm (run )?(contract|pipeline|check|test)\b/.test(run ?? ''));
      if (!role.includes('contractRole')) expect({ id, testing }).toEqual({ id, testing: [] });
      const entry = own.findIndex(({ uses }) => uses?.startsWith('aws-actions/'));
      const after = own.slice(entry).flatMap(({ run }) => run?.match(/npm (ci|i|install)\b.*/g) ?? []);
      expect({ id, after }).toEqual({ id, after: [] });
    }
  });

  test('every job has a name and a limit of time', () => {
    for (const [, job] of jobs) {
      expect(job.name).toMatch(/^\w/);
      expect(job['timeout-minutes']).toBeLessThanOrEqual(45);
    }
  });

  test('no package runs a script of its own while it is installed', () => {
    const installs = steps.flatMap(({ run }) => run?.match(/npm (ci|i|install)\b.*/g) ?? []);
    expect(installs.length).toBeGreaterThan(0);
    expect(new Set(installs)).toEqual(new Set(['npm ci --ignore-scripts']));
  });

  test('no checkout leaves the token behind', () => {
    for (const { uses, with: inputs } of steps) {
      if (uses?.startsWith('actions/checkout@'))
        expect(inputs).toMatchObject({ 'persist-credentials': false });
    }
  });

  test('artifacts have names of their own', () => {
    const names = steps.flatMap(({ uses, with: inputs }) =>
      uses?.startsWith('actions/upload-artifact@') ? [String(inputs?.name)] : [],
    );
    expect(names).toEqual([...new Set(names)]);
  });

  test('nothing that somebody else can word gets into a script', () => {
    for (const { run = '' } of steps) expect(run).not.toContain('${{');
  });

  test('no secret is used, and nobody from outside starts it with rights', () => {
    expect(textOf(file)).not.toMatch(/\bsecrets\b/);
    for (const event of ['pull_request_target', 'workflow_run', 'issue_comment']) {
      expect(Object.keys(workflow.on)).not.toContain(event);
    }
  });

  test('no key is empty, so that whoever reads it finds something behind each', () => {
    const text = textOf(file).replace(/^permissions: \{\}$/m, '');
    expect(text).not.toMatch(/:\s*(\{\}|\[\]|''|""|~|null)\s*$/m);
    expect(emptyKeys(parse(text))).toEqual([]);
  });
});

function emptyKeys(value: unknown, path = ''): string[] {
  if (value === null || value === '') return [path];
  if (typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) => emptyKeys(inner, `${path}.${key}`));
}

describe('deploy.yml', () => {
  const { on, concurrency, jobs } = workflowOf('deploy.yml');

  test('a push to main starts it, and nothing else', () => {
    expect(on).toEqual({ push: { branches: ['main'] } });
    expect(jobs.build?.if).toBe("github.ref == 'refs/heads/main'");
  });

  test('no run and no deployment is cancelled for the sake of another', () => {
    const patient = (group: string) => ({ group, 'cancel-in-progress': false, queue: 'max' });
    expect(concurrency).toEqual(patient('deploy'));
    for (const [id, { environment, concurrency: queue }] of Object.entries(jobs)) {
      const deploys = /^(deploy|rollback)-(\w+)$/.exec(id);
      expect({ id, queue }).toEqual({ id, queue: deploys ? patient(`deploy-${deploys[2]}`) : undefined });
      expect({ id, environment: environment?.name }).toEqual({ id, environment: deploys?.[2] });
    }
  });

  test('a test has keys for as long as its job may take, and longer for what it tidies up', () => {
    const tests = Object.entries(jobs).filter(([id]) => id.startsWith('contract-'));
    expect(tests.length).toBeGreaterThan(0);
    for (const [, { steps, 'timeout-minutes': limit }] of tests) {
      const entry = steps.find(({ uses }) => uses?.startsWith('aws-actions/'));
      const seconds = Number(entry?.with?.['role-duration-seconds']);
      expect(seconds).toBeGreaterThan(limit * 60);
      // The least that AWS takes, and the most that the role lets a session last.
      expect(seconds).toBeGreaterThanOrEqual(900);
      expect(seconds).toBeLessThanOrEqual(3600);
    }
  });

  test('a report is kept whether or not the tests passed, and tests are stopped before their job is', () => {
    for (const [id, { steps, 'timeout-minutes': limit }] of Object.entries(jobs)) {
      if (!id.startsWith('contract-')) continue;
      const report = steps.find(({ with: inputs }) => inputs?.name === `report-${id}`);
      expect(report).toMatchObject({ if: '${{ !cancelled() }}', with: { path: 'reports' } });
      const test = steps.find(({ run }) => run?.includes('npm run contract')) as {
        'timeout-minutes'?: number;
      };
      expect(test['timeout-minutes']).toBeLessThan(limit);
    }
  });
});
