import { githubContext, stepScope } from './contexts';
import { textIn, textsIn } from './expressions';
import { startMachine } from './machine';
import { Masks } from './masks';
import type { Conclusion } from './run-record';
import type { JobRun, StepRun } from './run-result';
import type { JobState } from './state';
import { runStep } from './step';
import { StepLog } from './step-log';
import { matchesBranch } from './triggers';
import { type Assignment, assign, type Turn } from './turn';

/** Runs a job on a machine of its own. */
export async function runJob(turn: Turn): Promise<JobRun> {
  const assignment = assign(turn);
  const { run, signal } = turn;
  const { environment, token, minutes } = assignment;
  const branches = environment && run.options.environments?.[environment]?.branches;
  if (branches && !matchesBranch(branches, run.subject.refName))
    return refused(
      assignment,
      `Branch "${run.subject.refName}" is not allowed to deploy to ${environment} due to environment protection rules.`,
    );
  run.tokens.set(token, assignment.permissions);
  const stop = new AbortController();
  const job = begin(assignment, stop.signal);
  const cancel = () => {
    job.status = 'cancelled';
    stop.abort();
  };
  let late = false;
  const clock = setTimeout(() => {
    late = true;
    cancel();
  }, minutes * job.minute);
  signal.addEventListener('abort', cancel);
  try {
    const steps: StepRun[] = [];
    for (const step of turn.definition.steps) steps.push(await runStep(step, job));
    const result = conclude(assignment, job, steps);
    if (!late) return result;
    const message = `The job has exceeded the maximum execution time of ${minutes}m0s`;
    return { ...result, annotations: [...result.annotations, { level: 'error', message }] };
  } finally {
    clearTimeout(clock);
    signal.removeEventListener('abort', cancel);
    job.machine.dispose();
    // A token is good for as long as its job.
    run.tokens.delete(token);
  }
}

/** What a job is that never got a machine. */
export function withoutMachine(assignment: Assignment, result: Conclusion): JobRun {
  const { name, permissions, concurrency, mayFail, turn } = assignment;
  return {
    ...{ id: turn.id, name, result, permissions, concurrency, outputs: {}, steps: [], log: '', summary: '' },
    ...{ annotations: [], environment: undefined, combinations: [], mayFail },
  };
}

function refused(assignment: Assignment, message: string): JobRun {
  return { ...withoutMachine(assignment, 'failure'), annotations: [{ level: 'error', message }] };
}

function begin(assignment: Assignment, signal: AbortSignal): JobState {
  const { turn, token, environment, permissions, scope } = assignment;
  const { run, id, definition, combination } = turn;
  const settings = environment === undefined ? undefined : run.options.environments?.[environment];
  const secrets = { ...run.options.secrets, ...settings?.secrets, GITHUB_TOKEN: token };
  const masks = new Masks();
  for (const secret of Object.values(secrets)) masks.add(secret);
  const machine = startMachine(run.root, run.image, run.repository.name, run.subject.payload);
  const contexts = {
    ...scope.contexts,
    github: githubContext(run, { id, token, workspace: machine.workspace }),
    vars: { ...run.options.vars, ...settings?.vars },
    secrets,
  };
  const env = { ...textsIn(run.workflow.env, { contexts }), ...textsIn(definition.env, { contexts }) };
  const minute = run.options.minute ?? 60_000;
  return {
    ...{
      run,
      id,
      definition,
      combination,
      machine,
      masks,
      token,
      permissions,
      environment,
      contexts,
      signal,
    },
    ...{ env, path: [], steps: {}, summaries: [], status: 'success', minute },
  };
}

function conclude(assignment: Assignment, job: JobState, steps: readonly StepRun[]): JobRun {
  const { environment } = assignment;
  const log = new StepLog(job.masks);
  const outputs = guarded(job, log, () => outputsOf(job, log)) ?? {};
  const url = guarded(job, log, () => urlOf(job, log)) ?? '';
  const logs = steps.map((step) => `== ${step.name}\n${step.log}`);
  return {
    ...withoutMachine(assignment, job.status),
    outputs,
    steps,
    log: [...logs, ...log.lines].join('\n'),
    summary: job.summaries.join('\n'),
    annotations: [...steps.flatMap((step) => step.annotations), ...log.annotations],
    environment: environment === undefined ? undefined : { name: environment, url },
  };
}

/** A job whose outputs cannot be evaluated has failed. */
function guarded<T>(job: JobState, log: StepLog, evaluate: () => T): T | undefined {
  try {
    return evaluate();
  } catch (error) {
    log.error(error instanceof Error ? error.message : String(error));
    if (job.status === 'success') job.status = 'failure';
    return undefined;
  }
}

/** What holds a secret, or happens to hold the text of one, does not get to other jobs: actions/runner #1498. */
function outputsOf(job: JobState, log: StepLog): Record<string, string> {
  const all = Object.entries(textsIn(job.definition.outputs, stepScope(job, job.env)));
  const passed = all.filter(([name, value]) => {
    const hidden = job.masks.hidesPartOf(value);
    if (hidden) log.warning(`Skip output '${name}' since it may contain secret.`);
    return value !== '' && !hidden;
  });
  return Object.fromEntries(passed);
}

function urlOf(job: JobState, log: StepLog): string {
  const { environment } = job.definition;
  const url = typeof environment === 'object' ? textIn(environment.url, stepScope(job, job.env)) : '';
  if (!job.masks.hidesPartOf(url)) return url;
  log.warning(`Skip setting environment url as environment '${job.environment}' may contain secret.`);
  return '';
}
