import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { repository } from './npm-start';

/** A copy of the working tree to be changed by a test, with the same installed packages. */
export interface ScratchCopy {
  readonly root: string;
  write(file: string, content: string): void;
  /** Replaces a passage that must be there. */
  edit(file: string, passage: string, replacement: string): void;
}

const leftOut = ['.git', '.groundwork', 'cdk.out', 'node_modules', 'reports'];

/** @param installed without it, only what a fresh checkout would hold */
export function scratchCopy({ installed = true } = {}): ScratchCopy {
  const root = mkdtempSync(join(tmpdir(), 'groundwork-copy-'));
  afterAll(() => rmSync(root, { recursive: true, force: true, maxRetries: 5 }));
  const top = readdirSync(repository).filter((name) => !leftOut.includes(name));
  for (const name of top) cpSync(join(repository, name), join(root, name), { recursive: true });
  if (installed) symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'), 'dir');
  // The same tree has the same assembly: the copy need not synthesise what is there already.
  const assemblies = join('.groundwork', 'assemblies');
  if (installed && existsSync(join(repository, assemblies)))
    cpSync(join(repository, assemblies), join(root, assemblies), { recursive: true });
  return {
    root,
    write(file, content) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), content);
    },
    edit(file, passage, replacement) {
      const text = readFileSync(join(root, file), 'utf8');
      if (!text.includes(passage)) throw new Error(`${file} does not contain ${JSON.stringify(passage)}`);
      writeFileSync(join(root, file), text.replace(passage, replacement));
    },
  };
}
