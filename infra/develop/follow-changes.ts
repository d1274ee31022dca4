import { join, relative, sep } from 'node:path';
import type { LiveCode, LiveCodeListener } from './live-code';
import type { RunningStage } from './running-stage';
import { screen } from './screen';
import { stageInputs } from './stage-inputs';
import type { TreeWatch } from './watch-tree';

/**
 * Takes over what is saved under services/ and infra/: code into the running functions at once, and what decides
 * about the stage itself by synthesising it again.
 */
export function followChanges(root: string, tree: TreeWatch, liveCode: LiveCode, stage: RunningStage): void {
  const listener: LiveCodeListener = {
    onCode(service, directory) {
      stage.replaceCode(service, directory);
      screen.say(`The ${service} service runs the new code.`);
    },
    onBroken(service, message) {
      screen.fail(`${message}\nThe ${service} service goes on with the last code that could be built.`);
    },
  };

  async function takeOver(files: ReadonlySet<string>): Promise<void> {
    const services = join(root, 'services') + sep;
    if ([...files].some((file) => file.startsWith(services))) await liveCode.rebuild(listener);
    const inputs = await stageInputs(root);
    const decisive = [...files].filter((file) => inputs.has(file)).map((file) => relative(root, file));
    if (decisive.length === 0) return;
    screen.say(`${decisive.join(', ')} decides about the stage; taking it over ...`);
    if ((await stage.reload()) === 'reloaded') screen.say(`${stage.url} is up again, as it is now.`);
  }

  tree.onChange((files) =>
    takeOver(files).catch((error: Error) => {
      if (error.name !== 'AbortError') screen.fail(error.message);
    }),
  );
}
