import type { Executed } from './results';
import { detailed, type Finding } from './verdict';

/** Tells a run as it goes: folders, requests, and at the end what was found. */
export function createConsoleReport(say: (line: string) => void) {
  let folder = '';
  return {
    executed({ name, folder: inFolder, checks, errors, durationMs }: Executed): void {
      if (inFolder !== folder) say(`\n${inFolder}`);
      folder = inFolder;
      const failed = checks.filter(({ failure, skipped }) => skipped || failure !== undefined);
      const good = failed.length + errors.length === 0 && checks.length > 0;
      say(`  ${good ? '✓' : '✗'} ${name}  ${count(checks.length, 'check')}, ${Math.round(durationMs)} ms`);
      for (const check of failed) say(`      ✗ ${check.name}`);
    },

    end(executed: readonly Executed[], found: readonly Finding[], milliseconds: number): void {
      if (found.length > 0) say('\nWhat is wrong:');
      found.forEach((one, index) => {
        say(`\n  ${index + 1}. ${one.request}: ${one.what}`);
        for (const line of detailed(one).split('\n')) say(`     ${line}`);
      });
      say(`\n${found.length === 0 ? '✓' : '✗'} ${numbers(executed, found, milliseconds)}`);
    },
  };
}

/** A run in one line. */
export function numbers(
  executed: readonly Executed[],
  found: readonly Finding[],
  milliseconds: number,
): string {
  const checks = executed.reduce((sum, one) => sum + one.checks.length, 0);
  const total = [count(executed.length, 'request'), count(checks, 'check'), count(found.length, 'failure')];
  return `${total.join(', ')} in ${(milliseconds / 1000).toFixed(1)} s`;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
