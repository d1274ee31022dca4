import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { WorkflowOptions } from './options';
import type { JobRun, Run } from './run-result';
import { runWorkflow } from './runner';

export const uses = {
  checkout: 'actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1',
  setupNode: 'actions/setup-node@820762786026740c76f36085b0efc47a31fe5020',
  upload: 'actions/upload-artifact@bbbca2ddaa5d8feaa63e36b76fdaad77386f024f',
  download: 'actions/download-artifact@3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c',
  signIn: 'aws-actions/configure-aws-credentials@e6de054238d6b7531b4efff3b6587d9aade6a06c',
};

/** Two commits of a little repository; the newer one is pushed. */
export const older = 'a'.repeat(40);
export const sha = 'b'.repeat(40);

/** A folder for the tests of a file; the commits are in `older` and `newer`. */
export const scratch = mkdtempSync(join(tmpdir(), 'groundwork-workflow-'));
const runs: Run[] = [];

const files = {
  'older/package.json': '{ "version": "1.0.0" }',
  'older/only-older.txt': '',
  'newer/package.json': '{ "version": "2.0.0" }',
  'newer/package-lock.json': '{}',
  'newer/.hidden': '',
  'installed/some-package/index.js': 'module.exports = 1',
};

beforeAll(() => {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(scratch, file)), { recursive: true });
    writeFileSync(join(scratch, file), text);
  }
});

afterEach(() => {
  for (const run of runs.splice(0)) run.dispose();
});

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Runs a workflow at a push to main. */
export async function push(workflow: string, options: Partial<WorkflowOptions> = {}): Promise<Run> {
  const run = await runWorkflow({
    workflow: workflow.startsWith('on:') ? workflow : `on: [push, pull_request]\n${workflow}`,
    event: { name: 'push', branch: 'main', sha },
    commits: { [older]: join(scratch, 'older'), [sha]: join(scratch, 'newer') },
    ...options,
  });
  runs.push(run);
  return run;
}

/** Runs a workflow with a single job; its steps, and what else it has, in YAML. */
export async function steps(
  yaml: string,
  options: Partial<WorkflowOptions> & { job?: string } = {},
): Promise<Run> {
  const { job = '', ...others } = options;
  return push(
    `jobs:\n  job:\n    runs-on: ubuntu-24.04\n${indent(job, 4)}    steps:\n${indent(yaml, 6)}`,
    others,
  );
}

/** A job that there must be. */
export function jobOf(run: Run, id = 'job'): JobRun {
  const job = run.jobs[id];
  if (job === undefined) throw new Error(`There is no job ${id}.`);
  return job;
}

/** How each step ended. */
export function outcomes(run: Run, id = 'job'): string[] {
  return jobOf(run, id).steps.map(({ outcome }) => outcome);
}

function indent(yaml: string, by: number): string {
  const lines = yaml.split('\n').filter((line) => line.trim() !== '');
  const first = lines[0]?.search(/\S/) ?? 0;
  return lines.map((line) => `${' '.repeat(by)}${line.slice(first)}\n`).join('');
}
