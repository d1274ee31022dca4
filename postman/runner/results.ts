/** What a runner reports of a run, whichever it is. */

export interface Check {
  readonly name: string;
  /** What was expected and what came, if that was not the same. */
  readonly failure?: string;
  readonly skipped: boolean;
}

/** One request of the collection that was sent; one that comes back to itself is there several times. */
export interface Executed {
  readonly id: string;
  readonly name: string;
  readonly folder: string;
  readonly request: string;
  readonly status?: number;
  /** By which the logs of the service have it. */
  readonly requestId?: string;
  readonly durationMs: number;
  readonly checks: readonly Check[];
  /** What went wrong beside the checks: no answer, or a script that threw. */
  readonly errors: readonly string[];
}

/** One exchange over HTTP, those inside of scripts included. */
export interface Exchange {
  readonly method: string;
  readonly url: string;
  readonly status: number;
  readonly location?: string;
  /** The variable whose value was sent as a bearer token. */
  readonly as?: string;
}

export type RunEvent =
  | { readonly type: 'exchange'; readonly exchange: Exchange }
  | { readonly type: 'executed'; readonly executed: Executed }
  | { readonly type: 'done'; readonly error?: string };

export interface RunOrder {
  readonly collection: object;
  readonly variables: Readonly<Record<string, string>>;
  readonly timeouts: { readonly runMs: number; readonly requestMs: number; readonly scriptMs: number };
  /** Whether to stop at the first request that fails. */
  readonly bail: boolean;
}
