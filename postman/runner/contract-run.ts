import type { Collection } from '../collection/format';
import { type CollectionRunner, startRunner } from '../newman/run-collection';
import type { RunArguments } from './arguments';
import { createConsoleReport } from './console-report';
import { waitForHealth } from './health';
import { junitReport } from './junit-report';
import { createCleaner } from './left-behind';
import { claimReport, type ReportFile } from './report-file';
import type { Executed } from './results';
import { findings } from './verdict';

const timeouts = { runMs: 5 * 60_000, requestMs: 30_000, scriptMs: 30_000 };

interface Surroundings {
  readonly collection: Collection;
  /** Aborts when the run is to stop. */
  readonly signal: AbortSignal;
  say(line: string): void;
}

/**
 * Runs the contract tests against a stage, and leaves nothing there.
 * @returns whether everything was as the contract says, and could be tidied up
 * @throws an error when the stage is not there, or the run is stopped while waiting for it
 */
export async function runContract(given: RunArguments, surroundings: Surroundings): Promise<boolean> {
  const { url, stage, reports, waitSeconds, bail = false } = given;
  const { signal, say } = surroundings;
  const runner = startRunner();
  const stop = () => runner.stop();
  signal.addEventListener('abort', stop);
  try {
    const saidStage = await waitForHealth(url, { seconds: waitSeconds, signal, say });
    if (stage && saidStage && stage !== saidStage) {
      throw new Error(`${url} is the stage ${saidStage}, not ${stage}: correct --url or --stage.`);
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
}: Run): Promise<boolean> {
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
  const tidy = await tidyUp(cleaner, say);
  const found = signal.aborted ? [] : findings(collection, executed, ended, bail);
  if (signal.aborted) say('\nThe run was stopped before its end.');
  else screen.end(executed, found, performance.now() - started);
  await report.write(junitReport(name, executed, found));
  say(`The report is in ${report.path}`);
  return found.length === 0 && tidy && !signal.aborted;
}

async function tidyUp(
  cleaner: ReturnType<typeof createCleaner>,
  say: (line: string) => void,
): Promise<boolean> {
  const { deleted, left } = await cleaner.clean();
  if (deleted.length > 0)
    say(`\nDeleted what the run had left: ${deleted.length === 1 ? '1 item' : `${deleted.length} items`}.`);
  if (left.length > 0)
    say(`\nCould not be deleted, and is still there:\n${left.map((one) => `  ${one}`).join('\n')}`);
  return left.length === 0;
}
