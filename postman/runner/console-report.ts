import type { Executed } from './results';
import type { Finding } from './verdict';

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
      found.forEach(({ request, what, detail }, index) => {
        say(`\n  ${index + 1}. ${request}: ${what}`);
        for (const line of detail.split('\n')) say(`     ${line}`);
      });
      const checks = executed.reduce((sum, one) => sum + one.checks.length, 0);
      const total = [
        count(executed.length, 'request'),
        count(checks, 'check'),
        count(found.length, 'failure'),
      ];
      say(`\n${found.length === 0 ? '✓' : '✗'} ${total.join(', ')} in ${(milliseconds / 1000).toFixed(1)} s`);
    },
  };
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
