import { type LocalStack, readStage } from './assembly/read-assembly';
import { unsupportedIn } from './assembly/unsupported';
import { tablesFile, usersFile } from './data-files';
import type { FunctionDefinition } from './functions/definition';
import { type LambdaFunction, startFunction } from './functions/lambda-function';
import { readFunctions } from './functions/read-functions';
import { localCredentials } from './local-credentials';
import { outputsOf } from './outputs';
import { type Reaper, startReaper } from './processes/reaper';
import type { AccessEntry } from './rest-api/access-log';
import { createRestApi } from './rest-api/rest-api';
import { serveRestApi } from './rest-api/server';
import { createTables } from './tables/create-tables';
import { startTables, type Tables } from './tables/start-tables';
import { type Mail, startUserPools, type UserPools, userPoolsPath } from './user-pools/start-user-pools';

/** What happens in a local cloud, for whoever shows it. */
export type CloudEvent =
  | { kind: 'request'; entry: AccessEntry }
  | { kind: 'log'; functionName: string; line: string }
  /** A user pool would have sent it. */
  | { kind: 'mail'; mail: Mail }
  | { kind: 'engine'; message: string };

export interface LocalCloudOptions {
  /** A synthesised cloud assembly: `cdk.out`. */
  readonly assemblyDirectory: string;
  /** The name of the stage to run, in any case. */
  readonly stage: string;
  /** Where the first API listens; others, and 0, get a port of the system's choice. */
  readonly port: number;
  /** Where tables and users are kept; it is created when it is not there. */
  readonly dataDirectory: string;
  readonly onEvent: (event: CloudEvent) => void;
}

/** A stage that runs on this machine. */
export interface LocalCloud {
  /** The outputs of the stage's stacks, with the addresses of APIs and sign-in pages on this machine. */
  readonly outputs: Readonly<Record<string, string>>;
  /** What is true in the cloud and not here. */
  readonly unsupported: readonly string[];
  /** Which engine holds the tables, in a person's words. */
  readonly engine: string;
  /** Runs the functions that `select` picks with other code from now on. */
  replaceCode(select: (one: { definition: FunctionDefinition }) => boolean, directory: string): void;
  /** Ends everything and waits for it. */
  stop(): Promise<void>;
}

/**
 * Runs one stage of a cloud assembly: its tables, its functions, its user pools and its APIs.
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
      file: tablesFile(options),
      reaper,
      onRestart: (message) => options.onEvent({ kind: 'engine', message }),
    });
    started.push(() => tables.stop());
    for (const stack of stacks) await createTables(stack, tables.endpoint);
    const functions = stacks.flatMap((stack) => startFunctions(stack, tables, reaper, options));
    started.push(
      ...functions.map(
        ({ run }) =>
          () =>
            run.stop(),
      ),
    );
    const pools = await startUserPools({
      stacks,
      file: usersFile(options),
      onMail: (mail) => options.onEvent({ kind: 'mail', mail }),
    });
    started.push(() => pools.stop());
    const apis = await startApis(stacks, functions, pools, options, started);
    // The first request of a stage should not wait for a process to start.
    for (const { run } of functions) void run.prewarm();
    return {
      outputs: Object.fromEntries(stacks.flatMap((stack) => outputsOf(stack, apis))),
      unsupported: [
        ...stacks.flatMap(unsupportedIn),
        ...pools.unsupported,
        ...apis.flatMap(({ unsupported }) => unsupported),
      ],
      engine: tables.description,
      replaceCode: (select, directory) => replaceCode(functions.filter(select), directory),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface RunningFunction {
  readonly definition: FunctionDefinition;
  readonly run: LambdaFunction;
}

interface RunningApi {
  readonly id: string;
  readonly port: number;
  readonly unsupported: readonly string[];
}

function startFunctions(
  stack: LocalStack,
  tables: Tables,
  reaper: Reaper,
  { onEvent }: LocalCloudOptions,
): RunningFunction[] {
  return readFunctions(stack).map((definition) => {
    const run = startFunction(definition, {
      reaper,
      credentials: localCredentials,
      extraEnvironment: { AWS_ENDPOINT_URL_DYNAMODB: tables.endpoint },
      onLog: (line) => onEvent({ kind: 'log', functionName: definition.name, line }),
    });
    return { definition, run };
  });
}

/** The first API's server is that of the user pools, too, so that a stage has one address. */
async function startApis(
  stacks: readonly LocalStack[],
  functions: readonly RunningFunction[],
  pools: UserPools,
  { port, onEvent }: LocalCloudOptions,
  started: Array<() => Promise<void>>,
): Promise<RunningApi[]> {
  const byArn = new Map(functions.map(({ definition, run }) => [definition.arn, run]));
  const running: RunningApi[] = [];
  for (const stack of stacks) {
    for (const restApiLogicalId of logicalIdsOf(stack, 'AWS::ApiGateway::RestApi')) {
      const api = createRestApi({
        ...stack,
        restApiLogicalId,
        accountId: stack.account,
        invokeByArn: (arn) => byArn.get(arn)?.invoke,
        tokenCheckByArn: pools.tokenCheckByArn,
        onAccess: (entry) => onEvent({ kind: 'request', entry }),
      });
      const first = running.length === 0;
      const beside = { path: userPoolsPath, handler: pools.handler } as const;
      const server = await serveRestApi({ api, port: first ? port : 0, ...(first && { beside }) });
      if (first) pools.serveAt(new URL(server.url).origin);
      started.push(() => server.stop());
      running.push({
        id: stack.physicalIdOf(restApiLogicalId),
        port: server.port,
        unsupported: api.unsupported,
      });
    }
  }
  return running;
}

function replaceCode(functions: readonly RunningFunction[], directory: string): void {
  for (const { run } of functions) {
    run.replaceCode(directory);
    void run.prewarm();
  }
}

function logicalIdsOf({ template }: LocalStack, type: string): string[] {
  const resources = Object.entries(template.Resources);
  return resources.flatMap(([logicalId, { Type }]) => (Type === type ? [logicalId] : []));
}
