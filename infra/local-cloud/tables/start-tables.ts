import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type EngineOptions, startEngine } from './engine-process';
import { findEngine } from './find-engine';

/** Where tables can be reached. */
export interface Tables {
  readonly endpoint: string;
  /** Which engine it is, in a person's words. */
  readonly description: string;
  stop(): Promise<void>;
}

/**
 * Starts the embedded engine, or takes the one that LOCAL_DYNAMODB_ENDPOINT names as it is.
 *
 * @throws when there is no engine, or it does not come up
 */
export async function startTables(options: Omit<EngineOptions, 'binary'>): Promise<Tables> {
  const engine = findEngine();
  if (engine.kind === 'external') {
    return { endpoint: engine.endpoint, description: engine.description, stop: async () => {} };
  }
  await mkdir(dirname(options.file), { recursive: true });
  const { endpoint, stop } = await startEngine({ ...options, binary: engine.binary });
  return { endpoint, description: engine.description, stop };
}
