import { join } from 'node:path';
import { type LocalStack, readStage } from './assembly/read-assembly';
import { unsupportedIn } from './assembly/unsupported';
import { type LambdaFunction, startFunction } from './functions/lambda-function';
import { readFunctions } from './functions/read-functions';
import { localCredentials } from './local-credentials';
import { startReaper } from './processes/reaper';
import type { AccessEntry } from './rest-api/access-log';
import { createRestApi, type RestApi } from './rest-api/rest-api';
import { type RestApiServer, serveRestApi } from './rest-api/server';
import { createTables } from './tables/create-tables';
import { startTables } from './tables/start-tables';

/** What happens in a local cloud, for whoever shows it. */
export type CloudEvent =
  | { kind: 'request'; entry: AccessEntry }
  | { kind: 'log'; functionName: string; line: string }
  | { kind: 'engine'; message: string };

export interface LocalCloudOptions {
  /** A synthesised cloud assembly: `cdk.out`. */
  readonly assemblyDirectory: string;
  /** The name of the stage to run, in any case. */
  readonly stage: string;
  /** Where the first API listens; others, and 0, get a port of the system's choice. */
  readonly port: number;
  /** Where the tables' data is kept; it is created when it is not there. */
  readonly dataDirectory: string;
  readonly onEvent: (event: CloudEvent) => void;
}

/** A stage that runs on this machine. */
export interface LocalCloud {
  /** The outputs of the stage's stacks, with the APIs' addresses on this machine. */
  readonly outputs: Readonly<Record<string, string>>;
  /** What is true in the cloud and not here. */
  readonly unsupported: readonly string[];
  /** Which engine holds the tables, in a person's words. */
  readonly engine: string;
  /** The environment that functions get beside their own: where the tables are. */
  readonly tablesEndpoint: string;
  /** Runs the functions that `select` picks by their variables with other code from now on. */
  replaceCode(select: (environment: Readonly<Record<string, string>>) => boolean, directory: string): void;
  /** Ends everything and waits for it. */
  stop(): Promise<void>;
}

/**
 * Runs one stage of a cloud assembly: its tables, its functions and its APIs.
 *
 * @throws PortInUseError, and errors that say what is wrong with the assembly or the engine; nothing is left running
 */
export async function startLocalCloud(options: LocalCloudOptions): Promise<LocalCloud> {
  const stacks = await readStage(options.assemblyDirectory, options.stage);
  // What was started is stopped in reverse order, whether all of it came up or not.
  const started: Array<() => Promise<void>> = [];
  const stop = async () => {
    for (const end of started.splice(0).reverse()) await end();
  };
  try {
    const reaper = startReaper();
    started.push(() => reaper.stop());
    const tables = await startTables({
      file: join(options.dataDirectory, `${options.stage}.db`),
      reaper,
      onRestart: (message) => options.onEvent({ kind: 'engine', message }),
    });
    started.push(() => tables.stop());
    const functions = new Map<
      string,
      { run: LambdaFunction; environment: Readonly<Record<string, string>> }
    >();
    const apis: { stack: LocalStack; api: RestApi; server: RestApiServer; id: string }[] = [];
    for (const stack of stacks) {
      await createTables(stack, tables.endpoint);
      for (const definition of readFunctions(stack)) {
        const run = startFunction(definition, {
          reaper,
          credentials: localCredentials,
          extraEnvironment: { AWS_ENDPOINT_URL_DYNAMODB: tables.endpoint },
          onLog: (line) => options.onEvent({ kind: 'log', functionName: definition.name, line }),
        });
        started.push(() => run.stop());
        functions.set(definition.arn, { run, environment: definition.environment });
      }
      for (const logicalId of logicalIdsOf(stack, 'AWS::ApiGateway::RestApi')) {
        const api = createRestApi({
          ...stack,
          restApiLogicalId: logicalId,
          accountId: stack.account,
          invokeByArn: (arn) => functions.get(arn)?.run.invoke,
          onAccess: (entry) => options.onEvent({ kind: 'request', entry }),
        });
        const server = await serveRestApi({ api, port: apis.length === 0 ? options.port : 0 });
        started.push(() => server.stop());
        apis.push({ stack, api, server, id: stack.physicalIdOf(logicalId) });
      }
    }
    // The first request of a stage should not wait for a process to start.
    for (const { run } of functions.values()) void run.prewarm();
    return {
      outputs: Object.fromEntries(stacks.flatMap((stack) => outputsOf(stack, apis))),
      unsupported: [...stacks.flatMap(unsupportedIn), ...apis.flatMap(({ api }) => api.unsupported)],
      engine: tables.description,
      tablesEndpoint: tables.endpoint,
      replaceCode(select, directory) {
        for (const { run, environment } of functions.values())
          if (select(environment)) run.replaceCode(directory);
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function logicalIdsOf({ template }: LocalStack, type: string): string[] {
  return Object.entries(template.Resources).flatMap(([logicalId, { Type }]) =>
    Type === type ? [logicalId] : [],
  );
}

/** An API's address on AWS, `https://<id>.execute-api.<region>.<suffix>/`, is its server's address here. */
function outputsOf(
  stack: LocalStack,
  apis: readonly { server: RestApiServer; id: string }[],
): [string, string][] {
  return Object.entries(stack.template.Outputs).map(([name, { Value }]) => {
    const local = apis.reduce(
      (value, { id, server }) =>
        value.replace(new RegExp(`https://${id}\\.execute-api\\.[^/]+`), `http://127.0.0.1:${server.port}`),
      String(Value),
    );
    return [name, local];
  });
}
