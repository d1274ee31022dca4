import { relative } from 'node:path';
import { coloured } from '../../develop/screen';
import type { StepResult } from './step-recorder';
import { seconds } from './view';

const words = {
  passed: coloured('green', 'passed '),
  failed: coloured('red', 'FAILED '),
  stopped: coloured('yellow', 'stopped'),
  skipped: coloured('dim', 'skipped'),
} as const;

/** What is told at the end: first what went wrong, then the table, and last where the stages are. */
export function summaryOf(
  results: readonly StepResult[],
  whereabouts: readonly string[],
  advice: readonly string[],
): string {
  const width = Math.max(...results.map(({ title }) => title.length));
  const rows = results.map(
    ({ title, outcome, milliseconds }) =>
      `  ${title.padEnd(width)}  ${words[outcome]}${outcome === 'skipped' ? '' : seconds(milliseconds).padStart(9)}`,
  );
  const failures = results
    .filter(({ outcome }) => outcome === 'failed')
    .flatMap(({ title, tail, log }) => [
      coloured(
        'red',
        `${title} failed. All that it printed is in ${relative(process.cwd(), log)}; it ended with:`,
      ),
      // Behind a bar, a line is no command to GitHub's runner, whatever it says.
      ...tail.map((line) => `  │ ${line}`),
      '',
    ]);
  return ['', ...failures, ...rows, '', ...whereabouts.map((line) => `  ${line}`), '', ...advice].join('\n');
}
