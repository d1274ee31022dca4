import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/**
 * Writes generated files, those that differ and no others. With `check` nothing is written: files that
 * are not as the generator would write them are named, and the process is to end with 1.
 *
 * @param files what belongs into each path below `root`; nothing, where a file that was generated once is to go
 * @returns the paths that differed
 */
export async function writeGenerated(
  root: string,
  files: Readonly<Record<string, string | undefined>>,
  { check = false }: { readonly check?: boolean } = {},
): Promise<string[]> {
  const stale: string[] = [];
  for (const [path, content] of Object.entries(files)) {
    const file = join(root, path);
    if ((await contentOf(file)) === content) continue;
    stale.push(path);
    if (check) continue;
    if (content === undefined) {
      await rm(file);
      console.log(`Removed ${path}`);
    } else {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content);
      console.log(`Wrote ${path}`);
    }
  }
  if (check && stale.length > 0) {
    for (const path of stale) {
      const what =
        files[path] === undefined ? 'is of something that is gone' : 'is not what would be generated now';
      console.error(`${path} ${what}.`);
    }
    console.error('Run `npm run generate` and commit what it changes.');
    process.exitCode = 1;
  }
  return stale;
}

async function contentOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
