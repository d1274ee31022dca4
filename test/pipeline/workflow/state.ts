import type { JobDefinition, StepDefinition, WorkflowDefinition } from './definition';
import type { Machine } from './machine';
import type { Masks } from './masks';
import type { Repository, WorkflowOptions } from './options';
import type { Permissions } from './permissions';
import type { Combination } from './plan';
import type { Artifact, RunRecord } from './run-record';
import type { StepOutcome } from './run-result';
import type { StepLog } from './step-log';
import type { Subject } from './triggers';

/** What the jobs of a run share. */
export interface RunState {
  readonly options: WorkflowOptions;
  readonly repository: Repository;
  readonly workflow: WorkflowDefinition;
  readonly subject: Subject;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly record: RunRecord & { readonly artifacts: Record<string, Artifact> };
  /** Oldest first; the last one is this run itself. */
  readonly history: readonly RunRecord[];
  /** What each token that was given out allows. */
  readonly tokens: Map<string, Permissions>;
  readonly apiUrl: string;
  readonly root: string;
  readonly image: string;
}

/** How far one job has come. */
export interface JobState {
  readonly run: RunState;
  readonly id: string;
  readonly definition: JobDefinition;
  readonly combination: Combination;
  readonly machine: Machine;
  readonly masks: Masks;
  readonly token: string;
  readonly permissions: Permissions;
  readonly environment: string | undefined;
  /** Those that have a value before the first step: `github`, `needs`, `vars`, `secrets` and so on. */
  readonly contexts: Readonly<Record<string, unknown>>;
  /** Aborts when the job is cancelled, or takes too long. */
  readonly signal: AbortSignal;
  readonly env: Record<string, string>;
  readonly path: string[];
  readonly steps: Record<string, StepContext>;
  readonly summaries: string[];
  /** How long one of `timeout-minutes` lasts, in milliseconds. */
  readonly minute: number;
  status: 'success' | 'failure' | 'cancelled';
}

/** How far one step has come. */
export interface StepState {
  readonly job: JobState;
  readonly definition: StepDefinition;
  readonly log: StepLog;
  readonly outputs: Record<string, string>;
  /** As far as it is known: an expression in it is evaluated when the step runs. */
  name: string;
  /** The `env` context. */
  env: Readonly<Record<string, string>>;
  /** All environment variables of its process. */
  variables: Readonly<Record<string, string>>;
}

export interface StepContext {
  readonly outputs: Readonly<Record<string, string>>;
  readonly outcome: StepOutcome;
  readonly conclusion: StepOutcome;
}
