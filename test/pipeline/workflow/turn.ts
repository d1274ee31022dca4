import { randomUUID } from 'node:crypto';
import { githubContext } from './contexts';
import type { ConcurrencyDefinition, JobDefinition } from './definition';
import { type Scope, textIn, valueIn } from './expressions';
import { type Permissions, permissionsOf } from './permissions';
import type { Combination } from './plan';
import type { Concurrency } from './run-result';
import type { RunState } from './state';

/** A job whose turn it is, with one combination of its matrix. */
export interface Turn {
  readonly run: RunState;
  readonly id: string;
  readonly definition: JobDefinition;
  readonly combination: Combination;
  /** The `needs` context. */
  readonly needs: Readonly<Record<string, unknown>>;
  /** Aborts when the run is cancelled and the job does not want to go on. */
  readonly signal: AbortSignal;
}

/** What is known of a job before it has a machine. */
export interface Assignment {
  readonly turn: Turn;
  readonly name: string;
  readonly token: string;
  readonly permissions: Permissions;
  readonly environment: string | undefined;
  readonly concurrency: Concurrency | undefined;
  readonly minutes: number;
  readonly mayFail: boolean;
  readonly scope: Scope;
}

/** Evaluates what GitHub has to know of a job before it gives it a machine. */
export function assign(turn: Turn): Assignment {
  const { run, id, definition, combination, needs } = turn;
  const token = `ghs_${randomUUID().replaceAll('-', '')}`;
  const { matrix, strategy } = combination;
  const { vars = {} } = run.options;
  const github = githubContext(run, { id, token });
  const scope = { contexts: { github, inputs: run.inputs, matrix, needs, strategy, vars } };
  const { environment } = definition;
  const named = typeof environment === 'object' ? environment.name : environment;
  return {
    turn,
    name: definition.name === undefined ? nameOf(id, matrix) : textIn(definition.name, scope),
    token,
    permissions: permissionsOf(run.workflow, definition),
    // A name that turns out empty is no environment.
    environment: textIn(named, scope) || undefined,
    concurrency: concurrencyOf(definition.concurrency, scope),
    minutes: Number(valueIn(definition['timeout-minutes'] ?? 360, scope)),
    mayFail: valueIn(definition['continue-on-error'], scope) === true,
    scope,
  };
}

/** Which group a job or a run waits in. */
export function concurrencyOf(
  definition: ConcurrencyDefinition | undefined,
  scope: Scope,
): Concurrency | undefined {
  if (definition === undefined) return undefined;
  const all = typeof definition === 'string' ? { group: definition } : definition;
  return {
    group: textIn(all.group, scope),
    cancelInProgress: valueIn(all['cancel-in-progress'], scope) === true,
    queue: all.queue ?? 'single',
  };
}

function nameOf(id: string, matrix: Readonly<Record<string, unknown>>): string {
  const values = Object.values(matrix);
  return values.length > 0 ? `${id} (${values.join(', ')})` : id;
}
