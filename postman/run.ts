import '../infra/errors-while-loading';
import { readFile } from 'node:fs/promises';
import { constants } from 'node:os';
import { join } from 'node:path';
import { type RunArguments, readArguments, UsageError, usage } from './runner/arguments';
import { runContract } from './runner/contract-run';
import { createGithubReport } from './runner/github-report';
import { sweepStage } from './runner/sweep';

// Whoever read along may have gone, as in `npm run contract | head`; what the run has made has to go all the same.
let isHeard = true;
process.stdout.on('error', () => {
  isHeard = false;
});
process.stderr.on('error', () => {});

const say = (line: string) => void (isHeard && console.log(line));
const github = createGithubReport(process.env, say);

async function main(argv: readonly string[]): Promise<number> {
  const given = readArguments(argv);
  if (given === 'help') {
    say(usage);
    return 0;
  }
  const stopped = new AbortController();
  // Not once: npm passes Ctrl-C on to a process that has had it from the terminal already.
  for (const name of signals) process.on(name, () => stopped.abort(name));
  const { signal } = stopped;
  const code = given.sweep
    ? await sweepStage(given, { signal, say }).then((gone) => (gone ? 0 : 1), unlessStopped(signal))
    : await contract(given, signal);
  if (!signal.aborted) return code ?? 1;
  if (given.sweep) say('Stopped; there may be more to remove.');
  // As a shell reports a process that a signal has ended.
  return 128 + constants.signals[signal.reason as (typeof signals)[number]];
}

/** Those by which a terminal, a shell or a machine that shuts down ends a program. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

async function contract(given: RunArguments, signal: AbortSignal): Promise<number> {
  github.begin(given);
  const collection = JSON.parse(await readFile(join(__dirname, 'collection.json'), 'utf8'));
  const outcome = await runContract(given, { collection, signal, say }).catch(unlessStopped(signal));
  const left = outcome?.left ?? [];
  if (!isHeard && left.length > 0)
    console.error(['Still there, and could not be deleted:', ...left].join('\n'));
  if (outcome && !signal.aborted) {
    github.end(outcome);
    return outcome.good ? 0 : 1;
  }
  if (!outcome) say('The run was stopped before its tests began.');
  github.failed(['The run was stopped before its end.', ...left].join('\nStill there: '));
  return 1;
}

function unlessStopped(signal: AbortSignal) {
  return (error: Error): undefined => {
    if (!signal.aborted) throw error;
  };
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: Error) => {
    console.error(error.message);
    github.failed(error.message);
    if (error instanceof UsageError) console.error('`npm run contract -- --help` lists the options.');
    process.exitCode = error instanceof UsageError ? 2 : 1;
  },
);
