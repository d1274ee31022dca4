import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { FunctionDefinition, FunctionOptions } from '../../../infra/local-cloud/functions/definition';
import type { InvocationOutcome } from '../../../infra/local-cloud/functions/invocation';
import { type LambdaFunction, startFunction } from '../../../infra/local-cloud/functions/lambda-function';
import { type Reaper, startReaper } from '../../../infra/local-cloud/processes/reaper';

type Changes = Partial<FunctionDefinition> & Partial<FunctionOptions>;

/** A started function with its log, and shorter words for what the tests do all the time. */
export interface Running extends LambdaFunction {
  readonly logs: string[];
  /** Resolves with the first line, past or future, that matches. */
  logged(pattern: RegExp): Promise<string>;
  run(event?: unknown): Promise<InvocationOutcome>;
  /** The parsed answer; throws for any other outcome. */
  // biome-ignore lint/suspicious/noExplicitAny: each fixture answers in a shape of its own
  answer(event?: unknown): Promise<any>;
}

export const fixture = (story: string) => join(__dirname, 'fixtures', story);

/** Starts fixtures for the tests of one file and stops each after its test. */
export function useFixtures(): (story: string, changes?: Changes) => Running {
  const running: LambdaFunction[] = [];
  let reaper: Reaper;
  beforeAll(() => {
    reaper = startReaper();
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((fn) => fn.stop()));
  });
  afterAll(() => reaper.stop());
  return (story, changes = {}) => {
    const fn = runFixture(story, { reaper, ...changes });
    running.push(fn);
    return fn;
  };
}

export function runFixture(story: string, changes: Changes & { reaper: Reaper }): Running {
  const logs: string[] = [];
  const listeners = new Set<(line: string) => void>();
  const onLog = (line: string) => {
    logs.push(line);
    for (const listener of listeners) listener(line);
  };
  const definition = { ...DEFINITION, codeDirectory: fixture(story), ...changes };
  const fn = startFunction(definition, { onLog, extraEnvironment: {}, ...changes });
  const run = (event: unknown = {}) => fn.invoke(JSON.stringify(event), '');
  return Object.assign(fn, {
    logs,
    run,
    logged: (pattern: RegExp) =>
      new Promise<string>((resolve) => {
        const listener = (line: string) => pattern.test(line) && resolve(line);
        listeners.add(listener);
        logs.forEach(listener);
      }),
    answer: async (event?: unknown) => {
      const outcome = await run(event);
      if (outcome.outcome !== 'answered') throw new Error(JSON.stringify(outcome));
      return JSON.parse(outcome.payload);
    },
  });
}

const DEFINITION: FunctionDefinition = {
  name: 'orchard',
  arn: 'arn:aws:lambda:eu-central-1:111122223333:function:orchard',
  handler: 'index.handler',
  codeDirectory: '',
  memoryMb: 256,
  timeoutSeconds: 20,
  environment: {},
  region: 'eu-central-1',
  logGroup: '/aws/lambda/orchard',
  logFormat: 'JSON',
  runtime: 'nodejs24.x',
};

export interface Gate {
  readonly url: string;
  /** Resolves with the process ids at the gate as soon as there are so many. */
  arrived(count: number): Promise<number[]>;
  /** Lets those go who wait, and from now on everyone. */
  open(): void;
  close(): void;
}

/** A place where handlers wait until the test lets them go on. */
export async function buildGate(): Promise<Gate> {
  const waiting: ServerResponse[] = [];
  const pids: number[] = [];
  let isOpen = false;
  const server = createServer((req, res) => {
    pids.push(Number(new URL(req.url ?? '', 'http://gate').searchParams.get('pid')));
    if (isOpen) res.end();
    else waiting.push(res);
    server.emit('arrival');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async arrived(count) {
      while (pids.length < count) await once(server, 'arrival');
      return [...pids];
    },
    open() {
      isOpen = true;
      for (const res of waiting.splice(0)) res.end();
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Whether a process with this id exists. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
