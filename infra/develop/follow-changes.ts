import { join, relative, resolve } from 'node:path';
import { watch } from 'chokidar';
import { startLiveCode } from './live-code';
import type { RunningStage } from './running-stage';
import { screen } from './screen';
import { stageInputs } from './stage-inputs';

/** Editors write a file in several steps; this many milliseconds after the last one it is read. */
const settleMs = 50;

/**
 * Takes over every change under services/ and infra/ as it is saved: code into the running functions at once,
 * and what decides about the stage itself by synthesising it again.
 *
 * @returns what ends it
 */
export async function followChanges(root: string, stage: RunningStage): Promise<() => Promise<void>> {
  const liveCode = await startLiveCode({
    directory: join(root, '.groundwork', 'code', String(process.pid)),
    onCode(service, directory) {
      stage.replaceCode(service, directory);
      screen.say(`The ${service} service runs the new code.`);
    },
    onBroken(service, message) {
      screen.fail(`${message}\nThe ${service} service goes on with the last code that could be built.`);
    },
  });
  let changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  // One after the other: a change that comes during a synthesis waits for its turn.
  let working = Promise.resolve();

  const watcher = watch(
    ['services', 'infra', 'cdk.json'].map((path) => join(root, path)),
    { ignoreInitial: true },
  );
  watcher.on('all', (_event, path) => {
    changed.add(resolve(path));
    clearTimeout(timer);
    timer = setTimeout(() => {
      const files = changed;
      changed = new Set();
      working = working.then(() => takeOver(files)).catch((error: Error) => screen.fail(error.message));
    }, settleMs);
  });
  await new Promise<void>((ready) => watcher.once('ready', () => ready()));

  async function takeOver(files: Set<string>): Promise<void> {
    if ([...files].some((file) => !relative(join(root, 'services'), file).startsWith('..')))
      await liveCode.rebuild();
    const inputs = await stageInputs(root);
    const decisive = [...files].filter((file) => inputs.has(file));
    if (decisive.length === 0) return;
    screen.say(
      `${decisive.map((file) => relative(root, file)).join(', ')} decides about the stage; taking it over ...`,
    );
    if ((await stage.reload()) === 'reloaded') screen.say(`${stage.url} is up again, as it is now.`);
  }

  return async () => {
    clearTimeout(timer);
    await watcher.close();
    await working;
    await liveCode.stop();
  };
}
