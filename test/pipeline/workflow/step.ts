import { actionOf } from './actions';
import { stepScope } from './contexts';
import type { StepDefinition } from './definition';
import { holds, textIn, textsIn, valueIn } from './expressions';
import type { StepOutcome, StepRun } from './run-result';
import { runScript } from './script';
import type { JobState, StepState } from './state';
import { StepLog } from './step-log';

/** Runs a step, or skips it when its condition says so; what it leaves behind is in the state of the job. */
export async function runStep(definition: StepDefinition, job: JobState): Promise<StepRun> {
  const { id } = definition;
  const name = nameOf(definition);
  const watch = (text: string) => job.run.options.watch?.({ job: job.id, step: name, text });
  const log = new StepLog(job.masks, watch);
  const step: StepState = { definition, job, log, name, env: {}, outputs: {}, variables: {} };
  let outcome: StepOutcome;
  let conclusion: StepOutcome;
  try {
    step.env = { ...job.env, ...textsIn(definition.env, stepScope(job, job.env)) };
    outcome = holds(definition.if, scopeOf(step)) ? await attempt(step) : 'skipped';
    const goOn = outcome === 'failure' && valueIn(definition['continue-on-error'], scopeOf(step)) === true;
    conclusion = goOn ? 'success' : outcome;
  } catch (error) {
    log.error(messageOf(error));
    outcome = conclusion = 'failure';
  }
  if (id !== undefined) job.steps[id] = { outputs: step.outputs, outcome, conclusion };
  if (conclusion === 'failure' && job.status === 'success') job.status = 'failure';
  const { outputs, variables } = step;
  const { lines, annotations } = log;
  const text = lines.join('\n');
  return {
    name: step.name,
    id,
    outcome,
    conclusion,
    outputs,
    log: text,
    annotations,
    environment: variables,
  };
}

/** Runs it until it ends, takes too long, or is in the way of a cancellation. */
async function attempt(step: StepState): Promise<StepOutcome> {
  const { definition, job, log } = step;
  if (definition.name !== undefined) step.name = textIn(definition.name, scopeOf(step));
  const stop = new AbortController();
  const onCancel = () => {
    if (!holds(definition.if, scopeOf(step))) stop.abort('cancelled');
  };
  // A step that begins after the cancellation is one that wants to run then.
  if (!job.signal.aborted) job.signal.addEventListener('abort', onCancel);
  const minutes = Number(valueIn(definition['timeout-minutes'], scopeOf(step)));
  const clock = minutes > 0 && setTimeout(() => stop.abort('timeout'), minutes * job.minute);
  try {
    const passed = await (definition.uses ? runAction(step) : runScript(step, stop.signal));
    if (!stop.signal.aborted) return passed && !log.refused ? 'success' : 'failure';
  } catch (error) {
    log.error(messageOf(error));
    if (!stop.signal.aborted) return 'failure';
  } finally {
    if (clock) clearTimeout(clock);
    job.signal.removeEventListener('abort', onCancel);
  }
  const late = stop.signal.reason === 'timeout';
  log.error(
    late
      ? `The action '${step.name}' has timed out after ${minutes} minutes.`
      : 'The operation was canceled.',
  );
  return late ? 'failure' : 'cancelled';
}

async function runAction(step: StepState): Promise<boolean> {
  const { definition, job, log, outputs } = step;
  const inputs = textsIn(definition.with, scopeOf(step));
  const byName = new Map(Object.entries(inputs).map(([name, text]) => [name.toLowerCase(), text.trim()]));
  await actionOf(definition.uses ?? '', Object.keys(inputs)).run({
    job,
    log,
    input: (name) => byName.get(name) ?? '',
    output: (name, value) => {
      outputs[name] = value;
    },
  });
  return true;
}

function scopeOf({ job, env }: StepState) {
  return stepScope(job, env);
}

function nameOf({ name, uses, run }: StepDefinition): string {
  return String(name ?? `Run ${uses ?? run?.trimStart().split('\n')[0]}`);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
