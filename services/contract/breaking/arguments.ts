import { parseArgs } from 'node:util';

export interface BreakingArguments {
  /** The git ref to compare with; when left out, the main branch. */
  readonly base?: string;
  /** The file to compare with, instead of a ref. */
  readonly against?: string;
  /** Whether a breaking change is a failure. */
  readonly fail: boolean;
}

/** Something that whoever typed the command can put right. */
export class UsageError extends Error {}

export const usage = `Tells what has changed in the API, and what of it can break a client.

  npm run breaking -- [options]

  --base REF      compare with services/openapi.json of a git ref; by default origin/main, or main where there is
                  no such remote branch
  --against FILE  compare with a file instead
  --fail          end with 1 when a change can break a client
  --help          this text

It ends with 0 when it has compared, whatever it has found, and with 2 when it could not.`;

/** @throws UsageError */
export function readArguments(argv: readonly string[]): BreakingArguments | 'help' {
  const { help, base, against, fail = false } = parsed(argv);
  if (help) return 'help';
  if (base !== undefined && against !== undefined)
    throw new UsageError('--base and --against exclude each other: name one of them.');
  if (base !== undefined && !/^[^-]/.test(base)) throw new UsageError(`--base ${base} is not a git ref.`);
  if (against === '') throw new UsageError('--against needs a file.');
  return { fail, ...(base !== undefined && { base }), ...(against !== undefined && { against }) };
}

function parsed(argv: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({ args: [...argv], options: { base: text, against: text, fail: flag, help: flag } })
      .values;
  } catch (error) {
    throw new UsageError((error as Error).message.split('\n')[0]);
  }
}
