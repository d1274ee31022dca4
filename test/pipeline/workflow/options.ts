import type { Cloud } from './identity';
import type { PreviousRun } from './run-record';
import type { Event } from './triggers';

/** All that `runWorkflow` needs to know of GitHub and of the world around a run. */
export interface WorkflowOptions {
  /** The text of the workflow, and where it would be in the repository. */
  readonly workflow: string;
  readonly file?: string;
  readonly event: Event;
  readonly repository?: Partial<Repository>;
  /** The folders that hold the tree of each commit. */
  readonly commits: Readonly<Record<string, string>>;
  readonly vars?: Readonly<Record<string, string>>;
  readonly secrets?: Readonly<Record<string, string>>;
  /** The environments that are set up; any other that a job names is made without anything, as GitHub does. */
  readonly environments?: Readonly<Record<string, Environment>>;
  readonly cloud?: Cloud;
  readonly image?: RunnerImage;
  /** What ran before, oldest first: a run of this runner, or what a test knows of one. */
  readonly previousRuns?: readonly PreviousRun[];
  /** How long a minute of `timeout-minutes` lasts, in milliseconds. */
  readonly minute?: number;
  /** Cancels the run, as somebody can on its page. */
  readonly signal?: AbortSignal;
  /** Is told each line of a log as it is written. */
  readonly watch?: (line: { readonly job: string; readonly step: string; readonly text: string }) => void;
}

export interface Repository {
  /** `owner/name` */
  readonly name: string;
  readonly id: number;
  readonly ownerId: number;
  /** Whether the subject of its identity tokens holds its numbers. */
  readonly immutableSubject: boolean;
}

export interface Environment {
  readonly vars?: Readonly<Record<string, string>>;
  readonly secrets?: Readonly<Record<string, string>>;
  /** The only branches that may use it. */
  readonly branches?: readonly string[];
}

/** What is installed on the machine that a job runs on. */
export interface RunnerImage {
  /** Executable files that take the place of a command. */
  readonly commands?: Readonly<Record<string, string>>;
  /** The folder that `npm ci` links. */
  readonly nodeModules?: string;
  /** Added to the environment of each process. */
  readonly environment?: Readonly<Record<string, string>>;
}

export const defaultRepository: Repository = {
  name: 'acme/groundwork',
  id: 1001,
  ownerId: 2002,
  immutableSubject: false,
};
