import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BreakingArguments, UsageError } from './arguments';
import type { Json } from './side';

const file = 'services/openapi.json';

/** What the API is compared with. */
export interface Base {
  readonly name: string;
  /** Nothing, when there was no API yet. */
  readonly document: Json | undefined;
}

/** The API as the working tree below `root` describes it. */
export function currentDocument(root: string): Json {
  if (!existsSync(join(root, file))) throw new UsageError(`There is no ${file}: run \`npm run generate\`.`);
  return parsed(readFileSync(join(root, file), 'utf8'), file);
}

/**
 * The API as it was: that of a git ref, or of a file.
 * @throws UsageError when the ref or the file is not there, or is no JSON
 */
export function baseDocument(root: string, { base, against }: BreakingArguments): Base {
  if (against !== undefined) {
    if (!existsSync(against)) throw new UsageError(`--against ${against}: there is no such file.`);
    return { name: against, document: parsed(readFileSync(against, 'utf8'), against) };
  }
  const { name, commit } = commitOf(root, base);
  // From the folder, so that the project need not be the whole of its repository.
  const path = `${commit}:./${file}`;
  if (git(root, 'cat-file', '-e', path) === undefined) return { name, document: undefined };
  return { name, document: parsed(git(root, 'show', path) ?? '', `${file} of ${name}`) };
}

function commitOf(root: string, ref?: string): { name: string; commit: string } {
  if (git(root, 'rev-parse', '--git-dir') === undefined) {
    throw new UsageError(`git finds no repository at ${root}: name a file with --against.`);
  }
  for (const name of ref === undefined ? ['origin/main', 'main'] : [ref]) {
    const commit = git(root, 'rev-parse', '--verify', '--quiet', `${name}^{commit}`);
    if (commit) return { name, commit: commit.trim() };
  }
  const missing = ref === undefined ? 'neither origin/main nor main' : `no ${ref}`;
  throw new UsageError(
    `There is ${missing} in this clone. It may hold only a part of the history: \`git fetch origin ${branchOf(ref)}\`, ` +
      'then again with --base FETCH_HEAD.',
  );
}

function branchOf(ref = 'main'): string {
  return ref.replace(/^origin\//, '');
}

/** What git prints; nothing, when it fails or there is none. */
function git(cwd: string, ...args: readonly string[]): string | undefined {
  try {
    const stdio: ['ignore', 'pipe', 'ignore'] = ['ignore', 'pipe', 'ignore'];
    return execFileSync('git', args, { cwd, encoding: 'utf8', stdio, maxBuffer: 2 ** 26 });
  } catch {
    return undefined;
  }
}

function parsed(text: string, where: string): Json {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${where} is not JSON: ${(error as Error).message}`);
  }
}
