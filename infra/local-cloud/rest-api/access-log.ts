import { type Exchange, scopeOf } from './exchange';
import type { ApiModel } from './model';
import { substitute } from './simple-substitution';

/** One answered request, for the console of the developer. */
export interface AccessEntry {
  /** `-` when the request could not be read. */
  readonly method: string;
  /** The raw path with the stage, without the query; `-` when the request could not be read. */
  readonly path: string;
  readonly status: number;
  readonly durationMs: number;
  readonly requestId: string;
  /** The stage's access log line, when it has a format. */
  readonly line?: string;
  /** Why the gateway itself answered; the client is not told. */
  readonly error?: string;
}

/** Renders the access log line of the stage (documented; a variable without a value is a hyphen, recorded). */
export function accessLogLine(api: ApiModel, exchange: Exchange): string | undefined {
  const format = api.stage.accessLogFormat;
  return format === undefined ? undefined : substitute(format, scopeOf(api, exchange), '-');
}
