import '../../errors-while-loading';
import { appendFile, readdir, rm } from 'node:fs/promises';
import { constants } from 'node:os';
import { join, resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { UsageError } from '../../develop/arguments';
import { commandLine } from '../../develop/command-line';
import { takeLock } from '../../develop/data-lock';
import { whenToldToStop } from '../../develop/end-of-process';
import { screen } from '../../develop/screen';
import { stages } from '../../stages';
import type { Plan } from '../plan';
import { readPlan } from '../read-plan';
import { type Arguments, parseArguments, usage } from './arguments';
import { createCdkDeployer } from './cdk-deployer';
import { createLocalDeployer } from './local-deployer';
import { runPlan } from './run-plan';
import { openRuns, type Runs } from './runs';
import { isServed, stopStage } from './stage-processes';
import { createStepRecorder } from './step-recorder';
import { summaryOf } from './summary';
import { createView } from './view';

const root = resolve(__dirname, '../../..');

commandLine(main);

async function main(argv: readonly string[]): Promise<number> {
  const options = parseArguments(
    argv,
    stages.map(({ name }) => name),
  );
  if (options.help) {
    screen.say(usage);
    return 0;
  }
  const endpoint = endpointOf(process.env.AWS_ENDPOINT_URL);
  // What is deployed elsewhere is not what is deployed here.
  const folder = endpoint ? `pipeline-${endpoint.host.replaceAll(/[^\w.-]/g, '-')}` : 'pipeline';
  const directory = join(root, '.groundwork', folder);
  const lock = await takeLock({
    file: join(directory, 'lock'),
    program: 'infra/pipeline/local/run',
    taken: (owner) => `Another npm run pipeline is at work here (process ${owner}). Wait for it, or end it.`,
  });
  try {
    if (options.stop || options.fresh) await stopAll(await openRuns(directory).catch(tolerate(options)));
    if (options.stop) return 0;
    if (options.fresh) await forget(directory);
    return await pipeline(options, directory, endpoint);
  } finally {
    await lock.release();
  }
}

async function pipeline(options: Arguments, directory: string, endpoint: URL | undefined): Promise<number> {
  const stopping = new AbortController();
  const { signal } = stopping;
  void whenToldToStop().then((name) => stopping.abort(name));
  if (endpoint) await requireAnswer(endpoint);
  const runs = await openRuns(directory);
  const plan = upTo(options.stage, readPlan());
  const deployer = endpoint
    ? createCdkDeployer({ plan, endpoint, home: join(directory, 'cdk-home'), signal })
    : await createLocalDeployer(plan, runs);
  const run = await runs.begin(root);
  const recorder = createStepRecorder(run.logs, createView(), signal);
  const { results } = recorder;
  const outcomes = (...wanted: readonly string[]) => results.every(({ outcome }) => wanted.includes(outcome));
  try {
    await runPlan({ plan, root, run, runs, deployer, recorder, signal, deployOnly: options.deployOnly });
    if (!options.stage && outcomes('passed')) await runs.recordGood(run);
  } finally {
    await deployer.end(options.keep && !signal.aborted);
    await runs.forgetOld();
  }
  const summary = summaryOf(
    results,
    deployer.whereabouts(run),
    adviceFor(options, endpoint, outcomes('passed')),
  );
  screen.say(summary);
  const { GITHUB_STEP_SUMMARY: page } = process.env;
  if (page) await appendFile(page, `\`\`\`\`\n${stripVTControlCharacters(summary)}\n\`\`\`\`\n`);
  if (signal.aborted) return 128 + constants.signals[signal.reason as 'SIGINT' | 'SIGTERM' | 'SIGHUP'];
  return outcomes('passed', ...(options.deployOnly ? ['skipped'] : [])) ? 0 : 1;
}

/** To begin anew is the way out of whatever cannot be read. */
function tolerate({ fresh }: Arguments): (error: Error) => undefined {
  return (error) => {
    if (!fresh) throw error;
  };
}

/** What whoever sees the end may want next. */
function adviceFor(
  { keep, deployOnly }: Arguments,
  endpoint: URL | undefined,
  passed: boolean,
): readonly string[] {
  if (endpoint && !passed && !deployOnly)
    return ['Where no API answers, as with moto, leave the tests out: npm run pipeline -- --deploy-only'];
  if (endpoint) return [];
  return keep
    ? ['The stages stay up until: npm run pipeline -- --stop']
    : ['To leave the stages up and look at them: npm run pipeline -- --keep'];
}

/** The plan as far as a stage. */
function upTo(stage: string | undefined, plan: Plan): Plan {
  if (stage === undefined) return plan;
  const last = plan.waves.findIndex((wave) => wave.some(({ name }) => name === stage));
  const waves = plan.waves.slice(0, last + 1);
  return {
    ...plan,
    waves: waves.map((wave, index) => (index === last ? wave.filter(({ name }) => name === stage) : wave)),
  };
}

async function stopAll(runs: Runs | undefined): Promise<void> {
  for (const name of runs?.stages() ?? []) {
    const record = runs?.stage(name);
    if (!runs || !record?.pid || !isServed(record.pid)) continue;
    await stopStage(record.pid);
    await runs.record(name, { ...record, pid: undefined });
    screen.say(`Stopped ${name}.`);
  }
}

async function forget(directory: string): Promise<void> {
  const entries = (await readdir(directory)).filter((name) => name !== 'lock');
  for (const name of entries) await rm(join(directory, name), { recursive: true, force: true });
}

/** Found out at once, rather than after a build. */
async function requireAnswer(endpoint: URL): Promise<void> {
  await fetch(endpoint, { signal: AbortSignal.timeout(10_000) }).catch(() => {
    throw new Error(
      `Nothing answers at AWS_ENDPOINT_URL=${endpoint.href}. Start it, or correct the address.`,
    );
  });
}

/** @throws UsageError */
function endpointOf(text: string | undefined): URL | undefined {
  if (!text) return undefined;
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
    throw new UsageError(`AWS_ENDPOINT_URL=${text} is not a URL such as http://localhost:4566.`);
  return new URL(text);
}
