import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isRunning } from '../../develop/data-lock';
import { stepEnvironment } from './shell';
import { type StageAnswer, type StageOrder, stay } from './stage-process';

const program = resolve(__dirname, 'stage-process.ts');

/** How long a stage may take to finish its requests, in milliseconds. */
const stopMs = 10_000;

/** A stage that is served by a process of its own, so that it can outlive the pipeline. */
export interface StageProcess {
  readonly pid: number;
  readonly outputs: Readonly<Record<string, string>>;
  /** Leaves it to itself. */
  release(): void;
}

/**
 * Starts to serve a stage.
 * @param directory where its log is kept
 * @throws with the reason when it does not come up
 */
export async function startStage(order: StageOrder, directory: string): Promise<StageProcess> {
  await mkdir(directory, { recursive: true });
  const log = await open(join(directory, 'log.txt'), 'w');
  const args = ['--disable-warning=Warning', '--require', 'tsx/cjs', program, JSON.stringify(order)];
  const child = spawn(process.execPath, args, {
    env: stepEnvironment(process.env),
    stdio: ['ignore', log.fd, log.fd, 'ipc'],
    // Ctrl-C in the terminal is for the pipeline, which decides what becomes of its stages.
    detached: true,
  });
  await log.close();
  const { pid } = child;
  const answer = await firstAnswer(child, order.stage);
  if ('error' in answer || !pid)
    throw new Error('error' in answer ? answer.error : 'It could not be started.');
  return {
    pid,
    outputs: answer.outputs,
    release() {
      child.send(stay, () => {});
      child.unref();
    },
  };
}

async function firstAnswer(child: ChildProcess, stage: string): Promise<StageAnswer> {
  const ended = new AbortController();
  try {
    return await Promise.race([
      once(child, 'message', ended).then(([message]) => message as StageAnswer),
      once(child, 'exit', ended).then(([code]) => ({
        error: `${stage} ended with ${code} while it started`,
      })),
    ]);
  } finally {
    ended.abort();
  }
}

/** Ends a stage, whoever started it, and waits for that. */
export async function stopStage(pid: number): Promise<void> {
  const end = Date.now() + stopMs;
  if (isServed(pid)) process.kill(pid, 'SIGTERM');
  while (isServed(pid)) {
    if (Date.now() > end) process.kill(pid, 'SIGKILL');
    await pause(20);
  }
}

/** Whether the process is there and serves a stage. */
export function isServed(pid: number): boolean {
  return isRunning(pid, 'stage-process');
}
