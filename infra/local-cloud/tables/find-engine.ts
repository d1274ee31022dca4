import { accessSync, constants } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';

/** Where tables live: a DynamoDB-compatible program to be started here, or one that runs already. */
export type Engine =
  | { kind: 'embedded'; binary: string; description: string }
  | { kind: 'external'; endpoint: string; description: string };

/**
 * Finds an engine: LOCAL_DYNAMODB_ENDPOINT if set, else the one installed with this project (Linux x64),
 * else a `dynoxide` on the PATH.
 *
 * @throws when there is none, saying what to do
 */
export function findEngine(env: NodeJS.ProcessEnv = process.env, installedEngine = installedBinary): Engine {
  const endpoint = env.LOCAL_DYNAMODB_ENDPOINT;
  if (endpoint) {
    if (!URL.canParse(endpoint)) {
      throw new Error(
        `LOCAL_DYNAMODB_ENDPOINT is not a URL: ${endpoint}. Set it to http://localhost:8000, say.`,
      );
    }
    return {
      kind: 'external',
      endpoint,
      description: `the DynamoDB engine at ${endpoint} (LOCAL_DYNAMODB_ENDPOINT)`,
    };
  }
  const installed = installedEngine();
  if (installed)
    return { kind: 'embedded', binary: installed, description: 'dynoxide (SQLite), installed with npm' };
  const onPath = (env.PATH ?? '')
    .split(delimiter)
    .map((directory) => join(directory, process.platform === 'win32' ? 'dynoxide.exe' : 'dynoxide'))
    .find(isExecutable);
  if (onPath) return { kind: 'embedded', binary: onPath, description: `dynoxide (SQLite), ${onPath}` };
  throw new Error(
    `There is no DynamoDB engine for ${process.platform} ${process.arch} here. Do one of these:\n` +
      '  - install dynoxide 1.2.1, so that `dynoxide` is on the PATH (npm install --global dynoxide@1.2.1)\n' +
      '  - start any other engine, such as DynamoDB Local, and set LOCAL_DYNAMODB_ENDPOINT=http://localhost:8000',
  );
}

function installedBinary(): string | undefined {
  try {
    const manifest = createRequire(__filename).resolve('@dynoxide/linux-x64/package.json');
    return [join(dirname(manifest), 'dynoxide')].find(isExecutable);
  } catch {
    return undefined;
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
