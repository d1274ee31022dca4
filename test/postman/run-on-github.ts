import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { scratchCopy } from '../end-to-end/scratch-copy';
import { type Asked, collectionOf } from './tiny-collection';

export const copy = scratchCopy();
export const summaryFile = join(copy.root, 'summary.md');
/** What is in the summary already. */
export const before = 'What a step before has written.\n';

export interface Ran {
  readonly code: number;
  readonly lines: readonly string[];
  /** What GitHub would act upon: all lines that are commands, and not held. */
  readonly commands: readonly string[];
  readonly summary: string;
}

/** Runs `postman/run.ts` with a small collection, as a step of GitHub Actions. `stopAt` is the output at which it is cancelled. */
export function contract(
  asked: readonly Asked[],
  args: readonly string[],
  { env = {}, stopAt }: { readonly env?: NodeJS.ProcessEnv; readonly stopAt?: string } = {},
): Promise<Ran> {
  copy.write('postman/collection.json', JSON.stringify(collectionOf(...asked)));
  const argv = ['--require', 'tsx/cjs', 'postman/run.ts', '--report', 'reports', ...args];
  const onGithub = { ...process.env, GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summaryFile, ...env };
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      argv,
      { cwd: copy.root, env: onGithub },
      (error, stdout, stderr) => {
        const lines = (stdout + stderr).split(/\r\n|[\r\n]/);
        const summary = readFileSync(summaryFile, 'utf8');
        resolve({ code: Number(error?.code ?? 0), lines, commands: commandsIn(lines), summary });
      },
    );
    child.stdout?.on('data', (text) => {
      if (stopAt && text.includes(stopAt)) child.kill('SIGINT');
    });
  });
}

/** As GitHub's runner reads them: after any white space, or, in its older form, anywhere in a line. */
function commandsIn(lines: readonly string[]): string[] {
  let token: string | undefined;
  return lines.filter((line) => {
    const [, command, data] = /^\s*::([\w-]+)[^:]*::(.*)/.exec(line) ?? [];
    if (token) {
      if (command === token) token = undefined;
      return false;
    }
    if (command === 'stop-commands') token = data;
    return command ? command !== 'stop-commands' : line.includes('##[');
  });
}
