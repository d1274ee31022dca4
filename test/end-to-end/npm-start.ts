import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const repository = resolve(__dirname, '../..');

/** `npm start` as a child process: the front door of the local cloud. */
export interface Started {
  readonly url: string;
  readonly process: ChildProcess;
  /** All that it has printed so far. */
  readonly output: () => string;
  /** Resolves when what it has printed matches, or has some words so often. */
  readonly printed: (pattern: RegExp | { readonly words: string; readonly times: number }) => Promise<void>;
  /** Ends it as Ctrl-C does, and resolves with its exit code. */
  readonly stop: () => Promise<number | null>;
}

/** Starts it on a free port; `data` keeps tests from each other's items. */
export async function npmStart(options: {
  data: string;
  root?: string;
  args?: readonly string[];
  /** Through npm itself; else what its script runs, which is faster. */
  throughNpm?: boolean;
}): Promise<Started> {
  const args = ['--port', '0', '--data', options.data, ...(options.args ?? [])];
  const { child, output, printed } = run(options.root ?? repository, args, options.throughNpm);
  await Promise.race([
    printed(/is up after/),
    once(child, 'exit').then(() => Promise.reject(new Error(`npm start ended:\n${output()}`))),
  ]);
  const [url = ''] = /http:\/\/127\.0\.0\.1:\d+\/\w+/.exec(output()) ?? [];
  return {
    url,
    process: child,
    output,
    printed,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      const exit = once(child, 'exit');
      child.kill('SIGINT');
      const [code] = await exit;
      return code;
    },
  };
}

/** Runs it until it ends by itself, as it does on a mistake. */
export async function npmStartFails(
  args: readonly string[],
): Promise<{ code: number | null; output: string }> {
  const { child, output } = run(repository, args);
  const [code] = await once(child, 'close');
  return { code, output: output() };
}

/** A directory for a test's data, removed when the test file is done. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'groundwork-e2e-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true, maxRetries: 5 }));
  return directory;
}

const script = ['--disable-warning=Warning', '--require', 'tsx/cjs', 'infra/develop/start.ts'];

function run(root: string, args: readonly string[], throughNpm = false) {
  const [command, ...given] = throughNpm
    ? (['npm', 'start', '--', ...args] as const)
    : ([process.execPath, ...script, ...args] as const);
  const child = spawn(command, given, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      text += chunk;
      for (const listener of listeners) listener();
    });
  }
  const printed: Started['printed'] = (pattern) =>
    new Promise<void>((done) => {
      const check = () => {
        const isThere =
          pattern instanceof RegExp ? pattern.test(text) : text.split(pattern.words).length > pattern.times;
        if (!isThere) return;
        listeners.delete(check);
        done();
      };
      listeners.add(check);
      check();
    });
  return { child, output: () => text, printed };
}
