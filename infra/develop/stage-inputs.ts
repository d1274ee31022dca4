import { resolve } from 'node:path';
import { build } from 'esbuild';

/**
 * The files that decide what is deployed, as far as it is not the function's code: all that infra/app.ts imports.
 * Found by the bundler, so that no list of them has to be kept.
 */
export async function stageInputs(root: string): Promise<Set<string>> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['infra/app.ts'],
    bundle: true,
    platform: 'node',
    packages: 'external',
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  return new Set([...Object.keys(metafile.inputs), 'cdk.json'].map((file) => resolve(root, file)));
}
