import { execFile } from 'node:child_process';
import { access, mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { inputHash } from './input-hash';

const run = promisify(execFile);

/** Long enough to switch between branches without synthesising each time. */
const keptForMs = 7 * 24 * 60 * 60 * 1000;

/**
 * The cloud assembly of the tree as it is now: from the cache when nothing that it depends on has changed,
 * else by the CDK's own command line. It appears under its final name only when it is whole.
 *
 * @returns the assembly's directory
 * @throws what the synthesis printed, when it fails
 */
export async function cachedAssembly(
  root: string,
  cache: string,
  onSynthesis: () => void,
  signal?: AbortSignal,
): Promise<string> {
  const directory = join(cache, await inputHash(root));
  if (await exists(join(directory, 'manifest.json'))) {
    await utimes(directory, new Date(), new Date());
    return directory;
  }
  onSynthesis();
  await mkdir(cache, { recursive: true });
  const unfinished = join(cache, `unfinished-${process.pid}-${Date.now()}`);
  try {
    await synthesise(root, unfinished, signal);
    // Someone else may have finished the same one meanwhile.
    await rename(unfinished, directory).catch(async (error) => {
      if (!(await exists(join(directory, 'manifest.json')))) throw error;
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  await forgetOld(cache);
  return directory;
}

async function synthesise(root: string, output: string, signal: AbortSignal | undefined): Promise<void> {
  const cdk = createRequire(join(root, 'package.json')).resolve('aws-cdk/bin/cdk');
  const args = [cdk, 'synth', '--quiet', '--no-notices', '--output', output];
  try {
    await run(process.execPath, args, { cwd: root, ...(signal && { signal }), maxBuffer: 16 * 1024 * 1024 });
  } catch (error) {
    if (signal?.aborted) throw error;
    const { stderr = '', message } = error as { stderr?: string; message: string };
    throw new Error(`The CDK could not synthesise the stages:\n${withoutFrames(stderr || message)}`);
  }
}

/** Leaves out the frames of stack traces, which say nothing about the tree's own mistake but where the CDK was. */
function withoutFrames(text: string): string {
  const lines = text.split('\n').filter((line) => !/^\s+at .*(node:|node_modules)/.test(line));
  return lines.join('\n').trim();
}

/** Removes what nobody has used for a week, left by branches or by a start that was killed. */
async function forgetOld(cache: string): Promise<void> {
  const oldest = Date.now() - keptForMs;
  for (const name of await readdir(cache)) {
    const path = join(cache, name);
    const { mtimeMs } = await stat(path);
    if (mtimeMs < oldest) await rm(path, { recursive: true, force: true });
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
