import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type BuildContext, type BuildFailure, context, formatMessages } from 'esbuild';
import { services } from '../../services';
import { bundleOptions } from '../backend/bundle';

/** Bundles the services again and again. */
export interface LiveCode {
  /** Bundles every service and tells of each that came out different than the last time. */
  rebuild(tell: LiveCodeListener): Promise<void>;
  stop(): Promise<void>;
}

export interface LiveCodeListener {
  readonly onCode: (service: string, directory: string) => void;
  /** Hears of code that cannot be bundled, with its place. */
  readonly onBroken: (service: string, message: string) => void;
}

/**
 * Prepares the bundling of all services, with the options that the CDK uses.
 *
 * @param directory where bundles are written, each in a directory of its own: a function may still be running
 *   the one before
 */
export async function startLiveCode(directory: string): Promise<LiveCode> {
  await rm(directory, { recursive: true, force: true });
  const bundles = await Promise.all(
    services.map(async ({ contract, entry }) => {
      const build = await context({ ...bundleOptions(entry, directory), write: false });
      // A first build makes the first real one fast; broken code is told of when it is saved.
      const warm = build.rebuild().then(
        () => {},
        () => {},
      );
      return { service: contract.service, build, warm, last: '' };
    }),
  );
  return {
    async rebuild({ onCode, onBroken }) {
      for (const one of bundles) {
        // A build that is asked for during another is given that one's result, from before the change.
        await one.warm;
        try {
          const next = await bundle(one.build);
          if (next.hash === one.last) continue;
          one.last = next.hash;
          const output = join(directory, one.service, next.hash.replaceAll(/\W/g, '-'));
          await mkdir(output, { recursive: true });
          await writeFile(join(output, 'index.js'), next.contents);
          onCode(one.service, output);
        } catch (error) {
          onBroken(one.service, await described(error));
        }
      }
    },
    async stop() {
      await Promise.all(bundles.map(({ build }) => build.dispose()));
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function bundle(build: BuildContext): Promise<{ hash: string; contents: Uint8Array }> {
  const { outputFiles = [] } = await build.rebuild();
  const [file] = outputFiles;
  if (!file) throw new Error('The bundler wrote nothing.');
  return file;
}

async function described(error: unknown): Promise<string> {
  const { errors } = error as BuildFailure;
  if (!errors) return String(error);
  const messages = await formatMessages(errors, { kind: 'error', color: process.stdout.isTTY });
  return messages.join('').trim();
}
