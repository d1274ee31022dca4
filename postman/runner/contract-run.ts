import type { Collection } from '../collection/format';
import { type CollectionRunner, startRunner } from '../newman/run-collection';
import { findUserPool } from '../users/find-user-pool';
import { type ThrowawayUsers, throwawayUsers } from '../users/throwaway-users';
import { openUserPool, type UserPool } from '../users/user-pool';
import type { RunArguments } from './arguments';
import { createConsoleReport } from './console-report';
import { waitForHealth } from './health';
import { junitReport } from './junit-report';
import { createCleaner } from './left-behind';
import { claimReport, type ReportFile } from './report-file';
import type { Exchange, Executed } from './results';
import { withoutSecrets } from './secrets';
import { sweep } from './sweep';
import { type Leaving, removeUsers, stillThere } from './users-removal';
import { type Finding, findings } from './verdict';

const timeouts = { runMs: 5 * 60_000, requestMs: 30_000, scriptMs: 30_000 };

/** Longer than any run can take. */
const abandonedAfterMs = 60 * 60_000;

export interface Surroundings {
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
 * Runs the contract tests against a stage as two users made for it, and leaves nothing there.
 * @throws an error when the stage or its users are not there, or the run is stopped before it has begun
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
    const pool = openUserPool(await findUserPool(given, process.env), signal);
    const name = `contract-${stage ?? new URL(url).host.replaceAll(/[^\w.-]/g, '-')}`;
    const report = await claimReport(reports, name);
    try {
      const variables = { baseUrl: url, origin: given.origin, stage: stage ?? saidStage };
      return await runAndReport({ ...surroundings, runner, report, name, variables, bail, pool });
    } finally {
      await report.release();
      pool.close();
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
  readonly pool: UserPool;
  readonly variables: { readonly baseUrl: string; readonly origin: string; readonly stage: string };
}

async function runAndReport(run: Run): Promise<Outcome> {
  const { collection, signal, say, report, name, variables, bail } = run;
  const started = performance.now();
  const { executed, ended, left } = await runAsTwoUsers(run);
  const milliseconds = performance.now() - started;
  const found = signal.aborted ? [] : findings(collection, executed, ended, bail);
  if (signal.aborted) say('\nThe run was stopped before its end.');
  else createConsoleReport(say).end(executed, found, milliseconds);
  await report.write(junitReport(name, executed, found));
  say(`The report is in ${report.path}`);
  const good = found.length === 0 && left.length === 0 && !signal.aborted;
  return { good, stage: variables.stage, executed, found, left, milliseconds };
}

/** From the moment on at which the users may be there, they are removed with all that is theirs, whatever happens. */
async function runAsTwoUsers(run: Run) {
  const { variables, signal, say, pool } = run;
  const url = variables.baseUrl;
  // What others have left is no reason not to run.
  await sweep({ url, pool, olderThanMs: abandonedAfterMs, say, signal }).catch((error: Error) => {
    if (!signal.aborted) say(`What earlier runs have left could not be removed: ${error.message}`);
  });
  signal.throwIfAborted();
  const users = throwawayUsers(pool);
  let tokens: TestTokens | undefined;
  let cleaner = createCleaner(url);
  const tidyUp = async () => {
    const { deleted, left } = await removeUsers({
      url,
      pool,
      users: leaving(users.emails, tokens),
      cleaner,
      say,
    });
    if (deleted > 0)
      say(`\nDeleted what the run had left: ${deleted === 1 ? '1 item' : `${deleted} items`}.`);
    if (signal.aborted && left.length === 0) say('Its two users are deleted.');
    if (left.length > 0) say(`\n${stillThere(left, url, pool)}`);
    return left;
  };
  try {
    const [first, second] = await users.make();
    tokens = { token: first.idToken, otherToken: second.idToken, accessToken: first.accessToken };
    cleaner = createCleaner(url, { ...tokens });
    signal.throwIfAborted();
    const { executed, ended } = await send(run, tokens, (exchange) => cleaner.watch(exchange));
    return { executed, ended, left: await tidyUp() };
  } catch (error) {
    await tidyUp();
    throw error;
  }
}

/** What the collection has as variables of these names. */
interface TestTokens {
  readonly token: string;
  readonly otherToken: string;
  readonly accessToken: string;
}

function leaving([first, second]: ThrowawayUsers['emails'], tokens: TestTokens | undefined): Leaving[] {
  return [
    { email: first, as: 'token', ...(tokens && { token: tokens.token }) },
    { email: second, as: 'otherToken', ...(tokens && { token: tokens.otherToken }) },
  ];
}

/** Has the collection run, and tells of it as it goes. */
async function send(
  { collection, say, runner, variables, bail }: Run,
  tokens: TestTokens,
  watch: (exchange: Exchange) => void,
) {
  const screen = createConsoleReport(say);
  const executed: Executed[] = [];
  say(`Testing ${variables.baseUrl} for the website ${variables.origin}, as two users made for it`);
  const order = { collection, variables: { ...variables, ...tokens }, timeouts, bail };
  const ended = await runner.run(order, (told) => {
    const event = withoutSecrets(told, Object.values(tokens));
    if (event.type === 'exchange') watch(event.exchange);
    if (event.type === 'executed') {
      executed.push(event.executed);
      screen.executed(event.executed);
    }
  });
  return { executed, ended: withoutSecrets(ended, Object.values(tokens)) };
}
