import { join, resolve } from 'node:path';
import { watch } from 'chokidar';

/** Tells of the files that are saved, in bunches; what was saved before anybody listens is kept. */
export interface TreeWatch {
  /** Resolves when nothing that is saved from now on is missed. */
  readonly ready: Promise<void>;
  /** Calls back with the absolute paths of each bunch, one bunch after the other. */
  onChange(callback: (files: ReadonlySet<string>) => Promise<void>): void;
  /** Resolves when the bunch at hand has been dealt with. */
  stop(): Promise<void>;
}

/** Editors write a file in several steps; this many milliseconds after the last one it is read. */
const settleMs = 50;

/** Watches all that makes a stage. */
export function watchTree(root: string): TreeWatch {
  const watched = ['services', 'infra', 'cdk.json'].map((path) => join(root, path));
  const watcher = watch(watched, { ignoreInitial: true });
  let changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let callback: ((files: ReadonlySet<string>) => Promise<void>) | undefined;
  let working = Promise.resolve();

  const deliver = () => {
    const listener = callback;
    if (!listener || changed.size === 0) return;
    const files = changed;
    changed = new Set();
    working = working.then(() => listener(files));
  };
  watcher.on('all', (_event, path) => {
    changed.add(resolve(path));
    clearTimeout(timer);
    timer = setTimeout(deliver, settleMs);
  });

  return {
    ready: new Promise((resolveReady) => watcher.once('ready', () => resolveReady())),
    onChange(listener) {
      callback = listener;
      deliver();
    },
    async stop() {
      callback = undefined;
      clearTimeout(timer);
      await watcher.close();
      await working;
    },
  };
}
