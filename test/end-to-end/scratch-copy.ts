import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
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

export function scratchCopy(): ScratchCopy {
  const root = mkdtempSync(join(tmpdir(), 'groundwork-copy-'));
  afterAll(() => rmSync(root, { recursive: true, force: true, maxRetries: 5 }));
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
    cwd: repository,
  });
  for (const file of listed.toString().split('\0')) {
    const source = join(repository, file);
    if (file && existsSync(source)) cpSync(source, join(root, file));
  }
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'), 'dir');
  // The same tree has the same assembly: the copy need not synthesise what is there already.
  const assemblies = join('.groundwork', 'assemblies');
  if (existsSync(join(repository, assemblies)))
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
