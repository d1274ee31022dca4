import '../errors-while-loading';
import { rm } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { dataFiles } from '../local-cloud/data-files';
import { stages } from '../stages';
import { type Arguments, parseArguments, UsageError, usage } from './arguments';
import { commandLine } from './command-line';
import { lockData } from './data-lock';
import { whenToldToStop } from './end-of-process';
import { followChanges } from './follow-changes';
import { requireFreePort } from './free-port';
import { startLiveCode } from './live-code';
import { type RunningStage, runStage } from './running-stage';
import { coloured, screen } from './screen';
import { watchTree } from './watch-tree';

const root = resolve(__dirname, '../..');

commandLine(main);

async function main(argv: readonly string[]): Promise<number> {
  const options = parseArguments(argv);
  if (options.help) {
    screen.say(usage);
    return 0;
  }
  requireStage(options.stage);
  await requireFreePort(options.port);
  const stopping = new AbortController();
  const told = whenToldToStop().then(() => stopping.abort());
  // What was started, to be ended in reverse order.
  const started: Array<() => Promise<void>> = [];
  try {
    await run(options, stopping.signal, started);
    await told;
    screen.say('\nStopping.');
  } catch (error) {
    if (!stopping.signal.aborted) throw error;
  } finally {
    for (const end of started.reverse()) await end();
  }
  return 0;
}

async function run(
  options: Arguments,
  signal: AbortSignal,
  started: Array<() => Promise<void>>,
): Promise<void> {
  const dataDirectory = resolve(root, options.data);
  const lock = await lockData(dataDirectory, options.stage);
  started.push(() => lock.release());
  const files = dataFiles({ dataDirectory, stage: options.stage });
  if (options.fresh) await Promise.all(files.map((file) => rm(file, { force: true })));

  // Both from before the stage is up, so that what is saved meanwhile is not missed and what is saved next is fast.
  const tree = watchTree(root);
  started.push(() => tree.stop());
  const liveCode = startLiveCode(join(dataDirectory, `${options.stage}.code`));
  started.push(async () => (await liveCode).stop());

  const stage = await runStage({
    root,
    dataDirectory,
    signal,
    stage: options.stage,
    port: options.port,
    onSynthesis: () =>
      screen.say('Synthesising the stages with the CDK; the next start will find them ready ...'),
    onEvent: (event) => screen.show(event),
  });
  // No change is taken over any more once the stage is being stopped.
  started.push(
    () => stage.stop(),
    () => tree.stop(),
  );
  await tree.ready;
  const [dataFile = ''] = files;
  const near = relative(process.cwd(), dataFile);
  welcome(stage, near.startsWith('..') ? dataFile : near);
  followChanges(root, tree, await liveCode, stage);
}

function requireStage(name: string): void {
  const known = stages.map((settings) => settings.name);
  if (known.includes(name)) return;
  throw new UsageError(`There is no stage ${name} in infra/stages.ts; there is: ${known.join(', ')}.`);
}

/** The first line says it all: where, how long it took, and where the data is. */
function welcome({ url, signIn, engine, unsupported }: RunningStage, data: string): void {
  const seconds = (performance.now() / 1000).toFixed(1);
  const create = `curl -i ${url}/items -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d '{"name":"hello","data":{"colour":"blue"}}'`;
  const lines = [
    `${coloured('bold', `${url} is up`)} after ${seconds} s; its data is held by ${engine}, in ${data}`,
    '',
    `  get a token   TOKEN=$(npm run --silent token -- --url ${url})`,
    `  say hello     ${create}`,
    `  see it stored curl ${url}/items -H "Authorization: Bearer $TOKEN"`,
    `  test it       npm run contract -- --url ${url}`,
    `  for a website authority ${signIn.authority}, client_id ${signIn.clientId}`,
    '  change it     save a file under services/ and ask again',
    '  stop it       Ctrl-C',
    '',
    coloured('dim', 'Not the same as on AWS:'),
    ...unsupported.map((what) => coloured('dim', `  ${what}`)),
    '',
  ];
  screen.say(lines.join('\n'));
}
