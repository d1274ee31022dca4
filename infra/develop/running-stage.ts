import { join } from 'node:path';
import { outputs } from '../backend/outputs';
import { type CloudEvent, type LocalCloud, startLocalCloud } from '../local-cloud';
import type { FunctionDefinition } from '../local-cloud/functions/definition';
import { cachedAssembly } from './cached-assembly';

export interface RunningStage {
  readonly url: string;
  /** What a website has to know to have people sign in. */
  readonly signIn: { readonly authority: string; readonly clientId: string };
  readonly engine: string;
  readonly unsupported: readonly string[];
  replaceCode(service: string, directory: string): void;
  /** Takes over what has changed in infra or in a contract: the same port, the same data. */
  reload(): Promise<'unchanged' | 'reloaded'>;
  stop(): Promise<void>;
}

export interface StageOptions {
  readonly root: string;
  readonly stage: string;
  readonly port: number;
  readonly dataDirectory: string;
  readonly onSynthesis: () => void;
  readonly onEvent: (event: CloudEvent) => void;
  readonly signal: AbortSignal;
}

/** Synthesises a stage if need be, and runs it. */
export async function runStage(options: StageOptions): Promise<RunningStage> {
  const cache = join(options.root, '.groundwork', 'assemblies');
  const assemble = () => cachedAssembly(options.root, cache, options.onSynthesis, options.signal);
  let assemblyDirectory = await assemble();
  let cloud = await start(assemblyDirectory, options.port);

  function start(assembly: string, port: number): Promise<LocalCloud> {
    const { stage, dataDirectory, onEvent } = options;
    return startLocalCloud({ assemblyDirectory: assembly, stage, port, dataDirectory, onEvent });
  }

  const url = () => (cloud.outputs[outputs.apiUrl] ?? '').replace(/\/$/, '');

  return {
    get url() {
      return url();
    },
    get signIn() {
      const {
        [outputs.signInUrl]: page,
        [outputs.userPoolId]: pool,
        [outputs.userPoolClientId]: clientId = '',
      } = cloud.outputs;
      return { authority: `${page}/${pool}`, clientId };
    },
    get engine() {
      return cloud.engine;
    },
    get unsupported() {
      return cloud.unsupported;
    },
    replaceCode(service, directory) {
      const isOfService = ({ definition }: { definition: FunctionDefinition }) =>
        definition.environment.POWERTOOLS_SERVICE_NAME === service;
      cloud.replaceCode(isOfService, directory);
    },
    async reload() {
      const next = await assemble();
      if (next === assemblyDirectory) return 'unchanged';
      const port = Number(new URL(url()).port);
      await cloud.stop();
      try {
        cloud = await start(next, port);
      } catch (error) {
        // What worked before is better than nothing at all.
        cloud = await start(assemblyDirectory, port);
        throw error;
      }
      assemblyDirectory = next;
      return 'reloaded';
    },
    stop: () => cloud.stop(),
  };
}
