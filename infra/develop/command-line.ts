import { UsageError } from './arguments';
import { screen } from './screen';

/** Runs a command: what it resolves with is the exit code, an error is told without its stack. */
export function commandLine(main: (argv: readonly string[]) => Promise<number>): void {
  main(process.argv.slice(2)).then(
    (code) => {
      process.exitCode = code;
    },
    (error: unknown) => {
      screen.fail(error instanceof Error ? error.message : String(error));
      process.exitCode = error instanceof UsageError ? 2 : 1;
    },
  );
}
