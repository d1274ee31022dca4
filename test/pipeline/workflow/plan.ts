import type { JobDefinition, StrategyDefinition } from './definition';
import { type Scope, valueIn } from './expressions';

/** The jobs that one needs, those which they need, and so on. */
export function ancestorsOf(id: string, jobs: Readonly<Record<string, JobDefinition>>): Set<string> {
  const direct = needsOf(jobs[id]);
  return new Set([...direct, ...direct.flatMap((need) => [...ancestorsOf(need, jobs)])]);
}

/** The jobs in an order in which each comes after all that it needs. */
export function inOrder(jobs: Readonly<Record<string, JobDefinition>>): [string, JobDefinition][] {
  const depth = (id: string): number => Math.max(0, ...needsOf(jobs[id]).map((need) => depth(need) + 1));
  return Object.entries(jobs).sort(([one], [other]) => depth(one) - depth(other));
}

/** The jobs that one names in `needs`. */
export function needsOf(job: JobDefinition | undefined): string[] {
  return [job?.needs ?? []].flat();
}

/** One for each combination of the matrix, with its part of the contexts `matrix` and `strategy`. */
export interface Combination {
  readonly matrix: Readonly<Record<string, unknown>>;
  readonly strategy: Readonly<Record<string, unknown>>;
}

/** Multiplies out the lists of a matrix; a job without one is a single combination. */
export function combinationsOf(strategy: StrategyDefinition | undefined, scope: Scope): Combination[] {
  const axes = typeof strategy?.matrix === 'string' ? valueIn(strategy.matrix, scope) : strategy?.matrix;
  const combinations = Object.entries(axes ?? {}).reduce<Record<string, unknown>[]>(
    (sofar, [axis, values]) => {
      const list = typeof values === 'string' ? valueIn(values, scope) : values;
      if (!Array.isArray(list)) throw new Error(`The axis '${axis}' of a matrix is not a list.`);
      return sofar.flatMap((combination) => list.map((value) => ({ ...combination, [axis]: value })));
    },
    [{}],
  );
  const failFast = strategy === undefined || valueIn(strategy['fail-fast'] ?? true, scope) === true;
  return combinations.map((matrix, index) => ({
    matrix,
    strategy: { 'fail-fast': failFast, 'job-index': index, 'job-total': combinations.length },
  }));
}
