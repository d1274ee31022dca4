import * as z from 'zod/mini';
import type { RunningPools } from '../pool/running-pool';
import { invalidParameter } from '../pool/service-error';

/** Who may call: the holder of AWS credentials, or everybody. */
export type Caller = 'administrator' | 'everybody';

/** One operation of Cognito's API. */
export interface Operation {
  readonly caller: Caller;
  /** @throws ServiceError with what Cognito would answer */
  run(pools: RunningPools, input: unknown): Promise<object>;
}

/** Defines an operation by the shape of its input; what is not in the shape makes no difference here. */
export function operation<S extends z.core.$ZodType>(
  caller: Caller,
  shape: S,
  run: (pools: RunningPools, input: z.output<S>) => Promise<object> | object,
): Operation {
  return {
    caller,
    run: async (pools, input) => {
      const parsed = z.safeParse(shape, input);
      if (parsed.success) return run(pools, parsed.data);
      throw invalidParameter(`1 validation error detected: ${describe(parsed.error.issues[0])}`);
    },
  };
}

/** The words that AWS uses, where there are any for the case. */
function describe(issue: z.core.$ZodIssue | undefined): string {
  const [name, ...rest] = issue?.path.map(String) ?? [];
  const at = name === undefined ? 'input' : [name.charAt(0).toLowerCase() + name.slice(1), ...rest].join('.');
  const missing = issue?.code === 'invalid_type' && issue.input === undefined;
  const constraint = missing ? 'Member must not be null' : 'Member must be of the documented type and range';
  return `Value at '${at}' failed to satisfy constraint: ${constraint}`;
}

/** A user name or an identifier: Cognito has no longer ones. */
export const text = z.string().check(z.minLength(1), z.maxLength(2_048));
export const secretText = z.string().check(z.minLength(1), z.maxLength(4_096));
export const attributes = z._default(
  z.array(z.object({ Name: text, Value: z.optional(z.string().check(z.maxLength(2_048))) })),
  [],
);
