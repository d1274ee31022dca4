import { readFileSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Keeps two local clouds from using the data of one stage at once. */
export interface DataLock {
  release(): Promise<void>;
}

/**
 * Takes a stage's data for this process; a lock whose owner is gone is taken over.
 *
 * @throws when another process has it, naming that process and what to do
 */
export async function lockData(directory: string, stage: string): Promise<DataLock> {
  await mkdir(directory, { recursive: true });
  const file = join(directory, `${stage}.lock`);
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      await writeFile(file, String(process.pid), { flag: 'wx' });
      return { release: () => rm(file, { force: true }) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const owner = Number(await readFile(file, 'utf8').catch(() => ''));
    if (isRunning(owner)) {
      throw new Error(
        `The data of ${stage} is in use by another npm start (process ${owner}). ` +
          'Stop that one, or give this one data of its own: npm start -- --port 4001 --data .groundwork/other',
      );
    }
    await rm(file, { force: true });
  }
  throw new Error(`${file} cannot be taken; remove it if no npm start is running.`);
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return isNodeProcess(pid);
}

/** A process id is used again after a restart of the machine. Where this cannot be told, it counts as ours. */
function isNodeProcess(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('infra/develop/start');
  } catch {
    return process.platform !== 'linux';
  }
}
