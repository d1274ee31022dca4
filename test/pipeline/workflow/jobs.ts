import { holds, type Scope } from './expressions';
import { runJob, withoutMachine } from './job';
import { ancestorsOf, combinationsOf, inOrder, needsOf } from './plan';
import type { Conclusion } from './run-record';
import type { JobRun } from './run-result';
import type { RunState } from './state';
import { assign } from './turn';

type Done = Readonly<Record<string, JobRun>>;

/** Runs the jobs of a workflow one after the other, each when all that it needs is done. */
export async function runJobs(run: RunState): Promise<Done> {
  const { jobs } = run.workflow;
  const done: Record<string, JobRun> = {};
  for (const [id] of inOrder(jobs)) done[id] = await runWhenDue(run, id, done);
  const inFileOrder = Object.keys(jobs).flatMap((id) => (done[id] ? [[id, done[id]] as const] : []));
  return Object.fromEntries(inFileOrder);
}

/** How a run ends whose jobs are done. */
export function conclusionOf(jobs: Done): Conclusion {
  return worst(Object.values(jobs).map(seenResult));
}

async function runWhenDue(run: RunState, id: string, done: Done): Promise<JobRun> {
  const definition = run.workflow.jobs[id];
  if (definition === undefined) throw new Error(`There is no job ${id}.`);
  const needs = Object.fromEntries(
    needsOf(definition).map((need) => [
      need,
      { result: seenResult(done[need]), outputs: done[need]?.outputs ?? {} },
    ]),
  );
  const stop = new AbortController();
  const turn = { run, id, definition, needs, signal: stop.signal };
  const undivided = assign({ ...turn, combination: { matrix: {}, strategy: {} } });
  const scope = { ...undivided.scope, functions: statusOf(run, id, done) };
  if (!holds(definition.if, scope)) return withoutMachine(undivided, 'skipped');
  // A job whose condition still holds afterwards is left alone by a cancellation.
  const onCancel = () => !holds(definition.if, scope) && stop.abort();
  run.options.signal?.addEventListener('abort', onCancel);
  const combined: JobRun[] = [];
  try {
    for (const combination of combinationsOf(definition.strategy, scope)) {
      const failed = combined.some(({ result }) => result === 'failure');
      const drop = stop.signal.aborted || (failed && combination.strategy['fail-fast'] === true);
      const next = { ...turn, combination };
      combined.push(drop ? withoutMachine(assign(next), 'cancelled') : await runJob(next));
    }
  } finally {
    run.options.signal?.removeEventListener('abort', onCancel);
  }
  const [first] = combined;
  const divided = definition.strategy !== undefined || first === undefined;
  return divided ? merged(withoutMachine(undivided, 'skipped'), combined) : first;
}

/** The status functions of a job look at all that came before it on its path, not only at what it names. */
function statusOf(run: RunState, id: string, done: Done): NonNullable<Scope['functions']> {
  const results = () => [...ancestorsOf(id, run.workflow.jobs)].map((ancestor) => seenResult(done[ancestor]));
  // Of the run: a job that took too long counts as cancelled, but its run goes on.
  const cancelled = () => run.options.signal?.aborted === true;
  return {
    always: () => true,
    cancelled,
    failure: () => !cancelled() && results().includes('failure'),
    success: () => !cancelled() && results().every((result) => result === 'success'),
  };
}

/** To the others, a job that may fail has not failed. */
function seenResult(job: JobRun | undefined): Conclusion {
  const goesOn = job?.result === 'failure' && job.mayFail;
  return goesOn ? 'success' : (job?.result ?? 'skipped');
}

function merged(job: JobRun, combinations: readonly JobRun[]): JobRun {
  return {
    ...job,
    combinations,
    result: worst(combinations.map(({ result }) => result)),
    mayFail: combinations.every(({ result, mayFail }) => mayFail || result !== 'failure'),
    outputs: Object.assign({}, ...combinations.map(({ outputs }) => outputs)),
    steps: combinations.flatMap(({ steps }) => steps),
    annotations: combinations.flatMap(({ annotations }) => annotations),
    log: combinations.map(({ name, log }) => `= ${name}\n${log}`).join('\n'),
    summary: combinations.map(({ summary }) => summary).join('\n'),
    environment: combinations.at(-1)?.environment,
  };
}

function worst(results: readonly Conclusion[]): Conclusion {
  const order = ['failure', 'cancelled', 'success'] as const;
  return order.find((result) => results.includes(result)) ?? 'skipped';
}
