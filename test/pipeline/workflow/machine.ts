import { randomUUID } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import type { RunnerImage } from './options';
import { endOrphans } from './shell';

/** The machine that a job has for itself: new, with nothing of this one but what is on its image. */
export interface Machine {
  readonly workspace: string;
  readonly temp: string;
  readonly home: string;
  /** The file with the payload of the event. */
  readonly eventPath: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Ends what still runs on it and throws it away. */
  readonly dispose: () => void;
}

/** Puts the commands of an image into a folder. */
export function prepareImage(root: string, image: RunnerImage): string {
  const directory = join(root, 'image');
  mkdirSync(join(directory, 'bin'), { recursive: true });
  if (image.nodeModules) symlinkSync(resolve(image.nodeModules), join(directory, 'node_modules'));
  const npm = commandOfThisMachine('npm');
  if (npm) symlinkSync(npm, join(directory, 'npm'));
  const commands = { npm: join(__dirname, 'image', 'npm'), ...image.commands };
  for (const [name, file] of Object.entries(commands)) {
    accessSync(file, constants.X_OK);
    symlinkSync(resolve(file), join(directory, 'bin', name));
  }
  return directory;
}

/** A machine with an empty workspace. */
export function startMachine(root: string, image: string, repository: string, event: unknown): Machine {
  const directory = mkdtempSync(join(root, 'machine-'));
  const name = repository.split('/').at(-1) ?? repository;
  const workspace = join(directory, 'work', name, name);
  const temp = join(directory, 'temp');
  const home = join(directory, 'home');
  for (const folder of [workspace, temp, home]) mkdirSync(folder, { recursive: true });
  const eventPath = join(directory, 'event.json');
  writeFileSync(eventPath, JSON.stringify(event));
  const trackingId = `github_${randomUUID()}`;
  const path = [join(image, 'bin'), dirname(process.execPath)];
  return {
    workspace,
    temp,
    home,
    eventPath,
    environment: {
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      HOME: home,
      LANG: 'C.UTF-8',
      PATH: [...path, '/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'].join(
        ':',
      ),
      RUNNER_ARCH: 'X64',
      RUNNER_ENVIRONMENT: 'github-hosted',
      RUNNER_NAME: 'GitHub Actions 1',
      RUNNER_OS: 'Linux',
      RUNNER_TEMP: temp,
      RUNNER_TOOL_CACHE: join(directory, 'tools'),
      RUNNER_TRACKING_ID: trackingId,
      RUNNER_WORKSPACE: dirname(workspace),
    },
    dispose() {
      endOrphans(trackingId);
      rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Not one that a package has put on the path of this process. */
function commandOfThisMachine(name: string): string | undefined {
  const folders = [dirname(process.execPath), ...(process.env.PATH ?? '').split(delimiter)];
  return folders
    .filter((folder) => !folder.includes('node_modules'))
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file));
}
