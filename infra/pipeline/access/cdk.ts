import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { adviceOn } from './advice';

export const root = resolve(__dirname, '../../..');

export interface CdkRun {
  readonly env: NodeJS.ProcessEnv;
  /** Ends the CDK when it is aborted. */
  readonly signal: AbortSignal;
  /** Takes each line that tells how far it is. */
  readonly onProgress: (line: string) => void;
}

/**
 * Runs the CDK's own command line.
 * @throws an error with advice and with what it said, when it fails
 */
export async function runCdk(args: readonly string[], { env, signal, onProgress }: CdkRun): Promise<void> {
  const cdk = createRequire(join(root, 'package.json')).resolve('aws-cdk/bin/cdk');
  // With --ci it writes its progress to stdout, and to stderr only what is wrong.
  const given = [cdk, ...args, '--ci', '--no-notices'];
  const child = spawn(process.execPath, ['--disable-warning=Warning', ...given], {
    cwd: root,
    env,
    signal,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const complaints: string[] = [];
  const everything: string[] = [];
  createInterface(child.stdout).on('line', (line) => {
    everything.push(line);
    if (line.trim()) onProgress(line);
  });
  createInterface(child.stderr).on('line', (line) => {
    everything.push(line);
    if (!isNoise(line)) complaints.push(line);
  });
  const [code] = await once(child, 'close');
  if (code === 0) return;
  const said = complaints.join('\n').trim();
  throw new Error(
    [adviceOn(everything.join('\n')), `cdk ${args[0]} ended with ${code}:\n${said}`]
      .filter(Boolean)
      .join('\n\n'),
  );
}

/** The frames of a stack trace, and the insides of the CDK's errors: they say nothing about an account. */
function isNoise(line: string): boolean {
  return /^\s+at .*(node:|node_modules|<anonymous>|native)|^ {2}(type|source|cause): |^\}$/.test(line);
}

/** An environment in which nobody is signed in to AWS: synthesising needs no access, and so gets none. */
export function withoutCredentials(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const others = Object.entries(env).filter(([name]) => !name.startsWith('AWS_'));
  return {
    ...Object.fromEntries(others),
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}
