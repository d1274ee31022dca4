import '../infra/errors-while-loading';
import { readFile } from 'node:fs/promises';
import { constants } from 'node:os';
import { join } from 'node:path';
import { readArguments, UsageError, usage } from './runner/arguments';
import { runContract } from './runner/contract-run';
import { createGithubReport } from './runner/github-report';
import { sweepStage } from './runner/sweep';

const say = (line: string) => console.log(line);
const github = createGithubReport(process.env, say);

async function main(argv: readonly string[]): Promise<number> {
  const given = readArguments(argv);
  if (given === 'help') {
    say(usage);
    return 0;
  }
  if (given.sweep) return (await sweepStage(given, say)) ? 0 : 1;
  github.begin(given);
  const collection = JSON.parse(await readFile(join(__dirname, 'collection.json'), 'utf8'));
  const stopped = new AbortController();
  // Not once: npm passes Ctrl-C on to a process that has had it from the terminal already.
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => stopped.abort(name));
  }
  const { signal } = stopped;
  const outcome = await runContract(given, { collection, signal, say }).catch((error: Error) => {
    if (!signal.aborted) throw error;
    return undefined;
  });
  if (outcome && !signal.aborted) {
    github.end(outcome);
    return outcome.good ? 0 : 1;
  }
  if (!outcome) say('The run was stopped before its tests began.');
  github.failed(['The run was stopped before its end.', ...(outcome?.left ?? [])].join('\nStill there: '));
  // As a shell reports a process that a signal has ended.
  return 128 + constants.signals[signal.reason as 'SIGINT' | 'SIGTERM'];
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
