import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface ReportFile {
  readonly path: string;
  write(text: string): Promise<void>;
  release(): Promise<void>;
}

/**
 * Claims a file for a run's report. Its name is always the same, for whoever looks for it afterwards;
 * only beside another run that is still at it, it gets the number of its process as well.
 */
export async function claimReport(directory: string, name: string): Promise<ReportFile> {
  await mkdir(directory, { recursive: true });
  const stable = join(directory, `${name}.xml`);
  const claimed = await claim(`${stable}.lock`);
  const path = claimed ? stable : join(directory, `${name}-${process.pid}.xml`);
  // What a run before has found is not to be taken for what this one does.
  await rm(path, { force: true });
  return {
    path,
    async write(text) {
      await writeFile(`${path}.part`, text);
      await rename(`${path}.part`, path);
    },
    async release() {
      if (claimed) await rm(`${stable}.lock`, { force: true });
    },
  };
}

/** The lock holds the number of the process that has it, so that one left by a dead process can be told. */
async function claim(lock: string): Promise<boolean> {
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      const file = await open(lock, 'wx');
      await file.writeFile(String(process.pid));
      await file.close();
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const owner = Number(await readFile(lock, 'utf8').catch(() => ''));
      if (owner && isAlive(owner)) return false;
      await rm(lock, { force: true });
    }
  }
  return false;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
