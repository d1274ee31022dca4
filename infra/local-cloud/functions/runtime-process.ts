import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import type { Reaper } from '../processes/reaper';
import type { Ending } from './ending';
import { forwardLines } from './log-lines';

const RUNTIME = require.resolve('aws-lambda-ric/index.mjs');
const PRELOAD = join(__dirname, 'runtime-client.cjs');
const ON_WINDOWS = process.platform === 'win32';

/** Where AWS's runtime lies; the value of LAMBDA_RUNTIME_DIR. */
export const RUNTIME_DIRECTORY = dirname(RUNTIME);

export interface RuntimeProcessOptions {
  readonly codeDirectory: string;
  readonly memoryMb: number;
  readonly environment: Record<string, string>;
  readonly onLine: (line: string) => void;
  readonly reaper: Reaper;
}

/** Owns one Lambda process and all it spawns: they are one process group. */
export class RuntimeProcess {
  /** Resolves when the process has ended and its last output has been passed on. */
  readonly exited: Promise<Ending>;
  readonly #child: ChildProcess;
  #alive = true;

  constructor(options: RuntimeProcessOptions) {
    this.#child = spawnRuntime(options);
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      if (stream !== null) forwardLines(stream, options.onLine);
    }
    options.reaper.watch(this.#child);
    this.exited = this.#watch(options.codeDirectory);
  }

  /** Stops the clock for the process, as Lambda does between invocations. Windows has no such signal. */
  freeze(): void {
    if (!ON_WINDOWS) this.#signal('SIGSTOP');
  }

  thaw(): void {
    if (!ON_WINDOWS) this.#signal('SIGCONT');
  }

  /** Ends the process at once, frozen or not; await `exited` for the end of it. */
  kill(): void {
    this.#signal('SIGKILL');
  }

  async #watch(codeDirectory: string): Promise<Ending> {
    try {
      const closed = once(this.#child, 'close');
      const [code, signal] = await Promise.race([once(this.#child, 'exit'), closed]);
      // What it left running ends with it, as the whole sandbox does on AWS.
      this.kill();
      this.#alive = false;
      await this.#outputEnd(closed);
      return { ended: 'exited', code, signal };
    } catch (error) {
      this.#alive = false;
      const { message } = error as Error;
      return { ended: 'not-started', reason: `Cannot start the runtime in ${codeDirectory}: ${message}` };
    }
  }

  /** A process that left the group may hold the pipes for ever; 250 ms are for what is still in them. */
  async #outputEnd(closed: Promise<unknown>): Promise<void> {
    const cut = setTimeout(() => {
      this.#child.stdout?.destroy();
      this.#child.stderr?.destroy();
    }, 250);
    await closed;
    clearTimeout(cut);
  }

  #signal(signal: NodeJS.Signals): void {
    const { pid } = this.#child;
    if (pid === undefined || !this.#alive) return;
    try {
      process.kill(ON_WINDOWS ? pid : -pid, signal);
    } catch {
      // It ended a moment ago (ESRCH; EPERM on macOS); `exited` tells.
    }
  }
}

// On a Node older than Lambda's, the SDK would warn in every environment's log that the Node is old.
const QUIET = Number(process.versions.node.split('.')[0]) < 22 ? ['--disable-warning=Warning'] : [];

function spawnRuntime(options: RuntimeProcessOptions): ChildProcess {
  const node = [
    process.execPath,
    // Lambda gives the old generation nine tenths of the function's memory.
    `--max-old-space-size=${Math.floor(options.memoryMb * 0.9)}`,
    ...QUIET,
    '--require',
    PRELOAD,
    RUNTIME,
  ];
  // Out of memory, V8 aborts: in a container, where core files are often unlimited, each such crash
  // would leave one in the function's code. Node cannot set the limit, a shell can, and then makes way.
  const [command = '', ...args] = ON_WINDOWS
    ? node
    : ['/bin/sh', '-c', 'ulimit -c 0; exec "$@"', 'sh', ...node];
  return spawn(command, args, {
    cwd: options.codeDirectory,
    env: options.environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    // Its own process group: Ctrl-C in a terminal reaches the cloud, which ends its children in order.
    detached: true,
    windowsHide: true,
  });
}
