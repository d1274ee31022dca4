import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const PROGRAM = join(__dirname, 'reaper-process.cjs');

// Someone who ends the reaper again and again means it.
const MAX_RESTARTS = 3;

/** Sees to it that no child process outlives this one, whatever ends it, `kill -9` included. */
export interface Reaper {
  /** Watches a child until it exits. A child that could not be spawned is ignored. */
  watch(child: ChildProcess): void;
  /** Ends the reaper, and with it what is still watched. May be called more than once. */
  stop(): Promise<void>;
}

/**
 * Starts the one companion process of a local cloud.
 *
 * It reads which process ids live, and when its input ends, because this process stopped it or died, it
 * kills those that are left. Should the companion itself be killed, another takes over.
 */
export function startReaper(): Reaper {
  return new CompanionReaper();
}

class CompanionReaper implements Reaper {
  readonly #watched = new Set<number>();
  #companion: ChildProcess | undefined;
  #restarts = 0;
  #stopped: Promise<void> | undefined;

  constructor() {
    this.#start();
  }

  watch(child: ChildProcess): void {
    const { pid } = child;
    if (pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    this.#watched.add(pid);
    this.#tell(`+${pid}`);
    child.once('exit', () => {
      this.#watched.delete(pid);
      this.#tell(`-${pid}`);
    });
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#end();
    return this.#stopped;
  }

  async #end(): Promise<void> {
    const companion = this.#companion;
    if (companion === undefined) return;
    const exit = once(companion, 'exit');
    companion.ref();
    companion.stdin?.end();
    await exit;
  }

  #start(): void {
    const companion = spawn(process.execPath, [PROGRAM], {
      stdio: ['pipe', 'ignore', 'ignore'],
      env: {},
      // Its own process group, or Ctrl-C would end it together with those it is there for.
      detached: true,
      windowsHide: true,
    });
    this.#companion = companion;
    companion.once('error', () => this.#lose(companion));
    companion.once('exit', () => this.#lose(companion));
    // EPIPE: it died; its exit is handled above.
    companion.stdin?.on('error', () => {});
    // It must not keep a process alive that has nothing else to do.
    companion.unref();
    (companion.stdin as { unref?: () => void } | null)?.unref?.();
    for (const pid of this.#watched) this.#tell(`+${pid}`);
  }

  #lose(companion: ChildProcess): void {
    if (this.#companion !== companion) return;
    this.#companion = undefined;
    if (this.#stopped !== undefined || this.#restarts >= MAX_RESTARTS) return;
    this.#restarts += 1;
    this.#start();
  }

  #tell(line: string): void {
    const stdin = this.#companion?.stdin;
    if (stdin?.writable) stdin.write(`${line}\n`);
  }
}
