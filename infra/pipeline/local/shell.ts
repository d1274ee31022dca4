import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** How long a command may take to tidy up after it was told to stop, in milliseconds. */
const graceMs = 40_000;

export interface Command {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  readonly onLine: (line: string) => void;
}

/** A command that did not end with 0. What it printed says why. */
export class CommandFailed extends Error {}

/** Runs the lines of a step as GitHub does: one script, which ends with the first line that fails. */
export function runScript(lines: readonly string[], command: Command): Promise<void> {
  return runCommand('bash', ['--noprofile', '--norc', '-e', '-c', lines.join('\n')], command);
}

/**
 * Runs a command in a process group of its own, so that Ctrl-C is not also sent to it by the terminal.
 * @throws CommandFailed, or the signal's reason after the command has ended
 */
export async function runCommand(
  file: string,
  args: readonly string[],
  { cwd, env, signal, onLine }: Command,
): Promise<void> {
  signal.throwIfAborted();
  const child = spawn(file, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const send = (name: NodeJS.Signals) => {
    try {
      if (child.pid) process.kill(-child.pid, name);
    } catch {
      // It has ended meanwhile.
    }
  };
  let timer: NodeJS.Timeout | undefined;
  const stop = () => {
    send('SIGINT');
    timer = setTimeout(() => send('SIGKILL'), graceMs);
  };
  signal.addEventListener('abort', stop);
  for (const input of [child.stdout, child.stderr]) createInterface({ input }).on('line', onLine);
  try {
    const [code, killedBy] = await once(child, 'close');
    signal.throwIfAborted();
    if (code !== 0) throw new CommandFailed(`${file} ended with ${killedBy ?? code}`);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}

/**
 * The environment of a step: without access to any cloud, as what it runs comes from many packages (a step that makes
 * users gets some back from its deployer); and without GitHub's, whose commands belong into the log of a job and not
 * into one that is kept here.
 */
export function stepEnvironment(env: NodeJS.ProcessEnv): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(AWS|GITHUB)_/i.test(name)));
}
