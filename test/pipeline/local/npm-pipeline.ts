import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

export interface Ended {
  readonly code: number | null;
  readonly output: string;
  /** What became of each step, as the table says it. */
  readonly table: Readonly<Record<string, string>>;
  /** Where each stage is, as the last lines say it. */
  readonly stages: Readonly<Record<string, { readonly url: string; readonly state: string }>>;
}

const script = ['--disable-warning=Warning', '--require', 'tsx/cjs', 'infra/pipeline/local/run.ts'];

/** What `npm run pipeline` runs, in a checkout. */
export function startPipeline(
  root: string,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): {
  readonly child: ChildProcess;
  readonly printed: (pattern: RegExp) => Promise<void>;
  readonly ended: Promise<Ended>;
} {
  const child = spawn(process.execPath, [...script, ...args], {
    cwd: root,
    // The rules of the CDK take seconds, and are checked elsewhere.
    env: { ...process.env, CDK_VALIDATION: 'false', GITHUB_STEP_SUMMARY: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk;
      for (const listener of listeners) listener();
    });
  }
  return {
    child,
    printed: (pattern) =>
      new Promise((resolve) => {
        const look = () => pattern.test(output) && resolve();
        listeners.add(look);
        look();
      }),
    ended: once(child, 'close').then(([code]) => ({
      code,
      output,
      table: tableIn(output),
      stages: stagesIn(output),
    })),
  };
}

export function runPipeline(...given: Parameters<typeof startPipeline>): Promise<Ended> {
  return startPipeline(...given).ended;
}

function tableIn(output: string): Record<string, string> {
  const rows = output.matchAll(/^ {2}(\w[\w ]*?) +(passed|FAILED|stopped|skipped)(?: +[\d.]+ s)?$/gm);
  return Object.fromEntries([...rows].map(([, title = '', outcome = '']) => [title, outcome]));
}

function stagesIn(output: string): Ended['stages'] {
  const lines = output.matchAll(/^ {2}(\w+) +(http\S+) {2}(.*)$/gm);
  return Object.fromEntries([...lines].map(([, name = '', url = '', state = '']) => [name, { url, state }]));
}
