import type { Permissions } from './permissions';
import type { Conclusion, RunRecord } from './run-record';
import type { Annotation } from './step-log';

export type StepOutcome = 'success' | 'failure' | 'cancelled' | 'skipped';

/** One step, after it. */
export interface StepRun {
  readonly name: string;
  readonly id: string | undefined;
  /** How it ended, before and after `continue-on-error` is taken into account. */
  readonly outcome: StepOutcome;
  readonly conclusion: StepOutcome;
  readonly outputs: Readonly<Record<string, string>>;
  readonly log: string;
  readonly annotations: readonly Annotation[];
  /** The environment variables that its process had; none for an action. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface Concurrency {
  readonly group: string;
  readonly cancelInProgress: boolean;
  readonly queue: 'single' | 'max';
}

/** One job, after it. Of a job with a matrix: all its combinations in one. */
export interface JobRun {
  readonly id: string;
  readonly name: string;
  readonly result: Conclusion;
  /** Whether the run goes on as if it had not failed: `continue-on-error`. */
  readonly mayFail: boolean;
  readonly outputs: Readonly<Record<string, string>>;
  readonly steps: readonly StepRun[];
  readonly log: string;
  /** In Markdown, as the page of the run shows it. */
  readonly summary: string;
  readonly annotations: readonly Annotation[];
  readonly environment: { readonly name: string; readonly url: string } | undefined;
  readonly permissions: Permissions;
  readonly concurrency: Concurrency | undefined;
  readonly combinations: readonly JobRun[];
}

/** A run, after it. It can be a previous run of the next, until it is disposed of. */
export interface Run extends RunRecord {
  readonly conclusion: Conclusion;
  /** False when the event asks for no run: then there are no jobs either. */
  readonly triggered: boolean;
  readonly jobs: Readonly<Record<string, JobRun>>;
  readonly concurrency: Concurrency | undefined;
  /** What happened, to read: each step, and the logs of those that failed. */
  readonly trace: () => string;
  /** Removes its artifacts. */
  readonly dispose: () => void;
}

const signs = { success: '✓', failure: '✗', cancelled: '◌', skipped: '-' };

/** Writes a run out. */
export function traceOf(title: string, jobs: Readonly<Record<string, JobRun>>): string {
  const lines = Object.values(jobs).flatMap((job) => [
    `${signs[job.result]} ${job.id}${entries(job.outputs)}`,
    ...job.annotations.map(({ level, message }) => `    ${level}: ${message}`),
    ...job.steps.flatMap((step) => [
      `    ${signs[step.outcome]} ${step.name}${entries(step.outputs)}`,
      ...(step.outcome === 'failure' || step.outcome === 'cancelled' ? indented(step.log) : []),
    ]),
  ]);
  return [title, ...lines].join('\n');
}

/** Runs the assertions of a test, and prints the trace of the run when one of them fails. */
export async function tracing<T>(run: Run, assertions: () => T | Promise<T>): Promise<T> {
  try {
    return await assertions();
  } catch (error) {
    process.stderr.write(`${run.trace()}\n`);
    throw error;
  }
}

function entries(values: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(values).map(([key, value]) => `${key}=${value}`);
  return pairs.length > 0 ? ` (${pairs.join(', ')})` : '';
}

function indented(log: string): string[] {
  return log
    .split('\n')
    .slice(-60)
    .map((line) => `        ${line}`);
}
