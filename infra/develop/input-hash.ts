import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Everything that a synthesis reads: its code, its settings, and what npm installed. Lint keeps the folders of
 * infra that are left out from being imported by the others.
 */
const inputs = [
  'cdk.json',
  'cdk.context.json',
  'infra',
  'node_modules/.package-lock.json',
  'package.json',
  'services',
  'tsconfig.json',
];

const leftOut = ['develop', 'local-cloud', 'pipeline'].map((folder) => join('infra', folder));

/** A hash of all that a synthesis depends on. Two trees with one hash synthesise to the same assembly. */
export async function inputHash(root: string): Promise<string> {
  const files = (await Promise.all(inputs.map((input) => filesUnder(root, input)))).flat().sort();
  const hash = createHash('sha256');
  const contents = await Promise.all(files.map((file) => readFile(join(root, file))));
  files.forEach((file, index) => {
    const content = contents[index] ?? Buffer.alloc(0);
    hash.update(`${file.replaceAll('\\', '/')}\n${content.length}\n`).update(content);
  });
  return hash.digest('hex').slice(0, 32);
}

async function filesUnder(root: string, path: string): Promise<string[]> {
  if (leftOut.includes(path)) return [];
  const entries = await readdir(join(root, path), { withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOTDIR') return 'file' as const;
      if (error.code === 'ENOENT') return [];
      throw error;
    },
  );
  if (entries === 'file') return [path];
  const nested = await Promise.all(
    entries.map((entry) =>
      entry.isFile() ? [join(path, entry.name)] : filesUnder(root, join(path, entry.name)),
    ),
  );
  return nested.flat();
}
