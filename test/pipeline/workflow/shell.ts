import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';

/** One process of a step. */
export interface Execution {
  readonly program: string;
  readonly args: readonly string[];
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly line: (text: string) => void;
  /** Ends it: first as Ctrl-C does, then with force. */
  readonly signal: AbortSignal;
}

/** Runs a process to its end and gives its exit code, or null when a signal ended it. */
export async function execute(execution: Execution): Promise<number | null> {
  const { program, args, directory, environment, line, signal } = execution;
  const child = spawn(program, args, {
    cwd: directory,
    env: { ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that what it has started can be ended with it.
    detached: true,
  });
  const flushes = [child.stdout, child.stderr].map((stream) => lineByLine(stream, line));
  const grace = 300;
  let killing: NodeJS.Timeout | undefined;
  const end = () => {
    endGroup(child.pid, 'SIGINT');
    killing = setTimeout(() => endGroup(child.pid, 'SIGKILL'), grace);
  };
  if (signal.aborted) end();
  signal.addEventListener('abort', end);
  try {
    const closed = once(child, 'close');
    const [code] = await once(child, 'exit');
    // What it left running in the background may hold its output open.
    await Promise.race([closed, new Promise((done) => setTimeout(done, grace))]);
    return code;
  } finally {
    signal.removeEventListener('abort', end);
    clearTimeout(killing);
    if (signal.aborted) endGroup(child.pid, 'SIGKILL');
    for (const flush of flushes) flush();
  }
}

/** Ends what a job has left running: GitHub finds it by this variable in its environment, too. Linux only. */
export function endOrphans(trackingId: string): number {
  const orphans = readdirSync('/proc').filter((name) => {
    try {
      return /^\d+$/.test(name) && readFileSync(`/proc/${name}/environ`, 'utf8').includes(trackingId);
    } catch {
      return false;
    }
  });
  for (const pid of orphans) end(Number(pid), 'SIGKILL');
  return orphans.length;
}

function endGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid !== undefined) end(-pid, signal);
}

function end(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended by itself.
  }
}

function lineByLine(stream: NodeJS.ReadableStream, line: (text: string) => void): () => void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    const lines = (rest + chunk).split(/\r?\n/);
    rest = lines.pop() ?? '';
    for (const text of lines) line(text);
  });
  return () => {
    if (rest !== '') line(rest);
    rest = '';
  };
}
