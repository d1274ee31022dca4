import type { Collection } from '../collection/format';
import { type CollectionRunner, startRunner } from '../newman/run-collection';
import type { RunArguments } from './arguments';
import { createConsoleReport } from './console-report';
import { waitForHealth } from './health';
import { junitReport } from './junit-report';
import { createCleaner } from './left-behind';
import { claimReport, type ReportFile } from './report-file';
import type { Executed } from './results';
import { type Finding, findings } from './verdict';

const timeouts = { runMs: 5 * 60_000, requestMs: 30_000, scriptMs: 30_000 };

interface Surroundings {
  readonly collection: Collection;
  /** Aborts when the run is to stop. */
  readonly signal: AbortSignal;
  say(line: string): void;
}

/** What came of a run. */
export interface Outcome {
  /** Whether everything was as the contract says, and could be tidied up. */
  readonly good: boolean;
  readonly stage: string;
  readonly executed: readonly Executed[];
  readonly found: readonly Finding[];
  /** What the run has created and could not delete. */
  readonly left: readonly string[];
  readonly milliseconds: number;
}

/**
 * Runs the contract tests against a stage, and leaves nothing there.
 * @throws an error when the stage is not there, or the run is stopped while waiting for it
 */
export async function runContract(given: RunArguments, surroundings: Surroundings): Promise<Outcome> {
  const { url, stage, reports, waitSeconds, bail = false } = given;
  const { signal, say } = surroundings;
  const runner = startRunner();
  const stop = () => runner.stop();
  signal.addEventListener('abort', stop);
  try {
    const saidStage = await waitForHealth(url, { seconds: waitSeconds, signal, say });
    if (stage && saidStage && stage !== saidStage) {
      const other = saidStage.replaceAll(/[^\w.-]/g, '?').slice(0, 40);
      throw new Error(`${url} is the stage ${other}, not ${stage}: correct --url or --stage.`);
    }
    const name = `contract-${stage ?? new URL(url).host.replaceAll(/[^\w.-]/g, '-')}`;
    const report = await claimReport(reports, name);
    try {
      const variables = { baseUrl: url, origin: given.origin, stage: stage ?? saidStage };
      return await runAndReport({ ...surroundings, runner, report, name, variables, bail });
    } finally {
      await report.release();
    }
  } finally {
    stop();
    signal.removeEventListener('abort', stop);
  }
}

interface Run extends Surroundings {
  readonly runner: CollectionRunner;
  readonly report: ReportFile;
  readonly name: string;
  readonly bail: boolean;
  readonly variables: { readonly baseUrl: string; readonly origin: string; readonly stage: string };
}

async function runAndReport({
  collection,
  signal,
  say,
  runner,
  report,
  name,
  variables,
  bail,
}: Run): Promise<Outcome> {
  const cleaner = createCleaner();
  const screen = createConsoleReport(say);
  const executed: Executed[] = [];
  const started = performance.now();
  say(`Testing ${variables.baseUrl} for the website ${variables.origin}`);
  const ended = await runner.run({ collection, variables, timeouts, bail }, (event) => {
    if (event.type === 'exchange') cleaner.watch(event.exchange);
    if (event.type === 'executed') {
      executed.push(event.executed);
      screen.executed(event.executed);
    }
  });
  const left = await tidyUp(cleaner, say);
  const milliseconds = performance.now() - started;
  const found = signal.aborted ? [] : findings(collection, executed, ended, bail);
  if (signal.aborted) say('\nThe run was stopped before its end.');
  else screen.end(executed, found, milliseconds);
  await report.write(junitReport(name, executed, found));
  say(`The report is in ${report.path}`);
  const good = found.length === 0 && left.length === 0 && !signal.aborted;
  return { good, stage: variables.stage, executed, found, left, milliseconds };
}

async function tidyUp(
  cleaner: ReturnType<typeof createCleaner>,
  say: (line: string) => void,
): Promise<readonly string[]> {
  const { deleted, left } = await cleaner.clean((seconds) =>
    say(`\nThe stage does not delete what the run has left for now; trying for up to ${seconds} s more.`),
  );
  if (deleted.length > 0)
    say(`\nDeleted what the run had left: ${deleted.length === 1 ? '1 item' : `${deleted.length} items`}.`);
  if (left.length > 0)
    say(`\nCould not be deleted, and is still there:\n${left.map((one) => `  ${one}`).join('\n')}`);
  return left;
}
