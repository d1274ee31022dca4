import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Repository } from '../../../infra/repository';
import { repository as checkout, temporaryDirectory } from '../../end-to-end/npm-start';
import { unplaced } from './access-templates';

export interface Ended {
  readonly code: number | null;
  readonly output: string;
}

const script = ['--disable-warning=Warning', '--require', 'tsx/cjs', 'infra/pipeline/access/bootstrap.ts'];

/** Starts what `npm run bootstrap` runs. */
export function startBootstrap(args: readonly string[], options: { root?: string; env: NodeJS.ProcessEnv }) {
  const { root = checkout, env } = options;
  // The CDK's own rules are half of a synthesis; rules.test.ts is there for them.
  const child = spawn(process.execPath, [...script, ...args], {
    cwd: root,
    env: { ...env, CDK_VALIDATION: 'false' },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const ended = once(child, 'close').then(([code]): Ended => ({ code, output }));
  return { child, ended, output: () => output };
}

/** Runs it until it ends. */
export function bootstrap(
  args: readonly string[],
  options: { root?: string; env: NodeJS.ProcessEnv },
): Promise<Ended> {
  return startBootstrap(args, options).ended;
}

export interface Copy {
  readonly root: string;
  change(file: string, passage: string | RegExp, replacement: string): void;
}

/**
 * A copy of what the command needs, in which the repository on GitHub and the stages are those of the tests: whoever
 * uses this has filled in their own.
 */
export function copyWithRepository(declared: Repository, table = unplaced): Copy {
  const root = temporaryDirectory();
  for (const name of ['infra', 'cdk.json', 'package.json', 'tsconfig.json'])
    cpSync(join(checkout, name), join(root, name), { recursive: true });
  symlinkSync(join(checkout, 'node_modules'), join(root, 'node_modules'), 'dir');
  const copy: Copy = {
    root,
    change(file, passage, replacement) {
      const text = readFileSync(join(root, file), 'utf8');
      writeFileSync(join(root, file), text.replace(passage, replacement));
    },
  };
  const filledIn = `defineRepository(${JSON.stringify(declared)})`;
  copy.change('infra/repository.ts', /defineRepository\(\{[^}]*\}\)/, filledIn);
  copy.change('infra/stages.ts', /defineStages\(\[[\s\S]*?\n\]\)/, `defineStages(${JSON.stringify(table)})`);
  return copy;
}
