import type { JobState } from '../state';
import type { StepLog } from '../step-log';

/** What stands in for an action of GitHub's marketplace. */
export interface Action {
  /** The inputs that are acted on; any other fails the step, so that a typo is found. */
  readonly inputs: readonly string[];
  /** Throws when the step fails. */
  readonly run: (call: ActionCall) => void | Promise<void>;
}

/** One step that uses an action. */
export interface ActionCall {
  readonly job: JobState;
  readonly log: StepLog;
  /** The text of an input, trimmed; nothing when it is not given. */
  readonly input: (name: string) => string;
  readonly output: (name: string, value: string) => void;
}

/** The text of an input that must be given. */
export function required(call: ActionCall, name: string): string {
  const value = call.input(name);
  if (value === '') throw new Error(`Input required and not supplied: ${name}`);
  return value;
}

/** A yes or no; only the spellings of YAML 1.2, as the actions take them. */
export function flag(call: ActionCall, name: string, otherwise: boolean): boolean {
  const value = call.input(name) || String(otherwise);
  if (/^(true|True|TRUE)$/.test(value)) return true;
  if (/^(false|False|FALSE)$/.test(value)) return false;
  throw new Error(`Input does not meet YAML 1.2 "Core Schema" specification: ${name}`);
}
