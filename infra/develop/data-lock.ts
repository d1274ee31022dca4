import { readFileSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Keeps two processes from using the same data at once. */
export interface DataLock {
  release(): Promise<void>;
}

/** A lock file, and how it is told to others. */
interface Lock {
  readonly file: string;
  /** A part of the command line of those who take it. */
  readonly program: string;
  /** What to tell who comes second. */
  readonly taken: (owner: number) => string;
}

/**
 * Takes a stage's data for this process; a lock whose owner is gone is taken over.
 *
 * @throws when another process has it, naming that process and what to do
 */
export function lockData(directory: string, stage: string): Promise<DataLock> {
  return takeLock({
    file: join(directory, `${stage}.lock`),
    program: 'infra/develop/start',
    taken: (owner) =>
      `The data of ${stage} is in use by another npm start (process ${owner}). ` +
      'Stop that one, or give this one data of its own: npm start -- --port 4001 --data .groundwork/other',
  });
}

/** @throws when another process has it */
export async function takeLock({ file, program, taken }: Lock): Promise<DataLock> {
  await mkdir(dirname(file), { recursive: true });
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      await writeFile(file, String(process.pid), { flag: 'wx' });
      return { release: () => rm(file, { force: true }) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const owner = Number(await readFile(file, 'utf8').catch(() => ''));
    if (owner !== process.pid && isRunning(owner, program)) throw new Error(taken(owner));
    await rm(file, { force: true });
  }
  throw new Error(`${file} cannot be taken; remove it if nothing else runs here.`);
}

/** Whether a process is there, and is one of that program. */
export function isRunning(pid: number, program: string): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return runs(pid, program);
}

/** A process id is used again after a restart of the machine. Where this cannot be told, it counts as ours. */
function runs(pid: number, program: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(program);
  } catch {
    return process.platform !== 'linux';
  }
}
