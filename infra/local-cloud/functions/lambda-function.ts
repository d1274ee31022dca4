import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import type { FunctionDefinition, FunctionOptions } from './definition';
import { type Ending, failureOf, platformLine, throttled } from './ending';
import { Environment, type Invocation } from './environment';
import { refuseReservedVariables } from './environment-variables';
import type { InvocationOutcome, Invoke } from './invocation';
import { MAX_EVENT_BYTES } from './runtime-protocol';

// On AWS a function scales to a thousand environments; here each costs some 50 MB while idle, up to its
// whole memory while it works, and they share a laptop's cores. Beyond the limit invocations queue.
const MAX_ENVIRONMENTS = 10;

export interface LambdaFunction {
  readonly name: string;
  /** Never rejects: what goes wrong is an outcome. */
  readonly invoke: Invoke;
  /**
   * Starts an environment in the background, unless one is there, and resolves when it is ready. A failed
   * start is logged by the runtime and otherwise forgotten; the next invocation tries again and reports it.
   */
  prewarm(): Promise<void>;
  /**
   * Runs every invocation that has not begun yet in fresh environments with the code of `directory`.
   * Those under way finish on the old code.
   */
  replaceCode(directory: string): void;
  /** Ends all environments and waits for it; invocations under way fail. May be called more than once. */
  stop(): Promise<void>;
}

/**
 * Runs a Lambda function in child processes. None is started before it is needed.
 *
 * Throws when the function could not be deployed as it is: another runtime than Node.js, a variable that
 * Lambda reserves.
 */
export function startFunction(definition: FunctionDefinition, options: FunctionOptions): LambdaFunction {
  if (!definition.runtime.startsWith('nodejs')) {
    throw new Error(
      `Function ${definition.name} has the runtime ${definition.runtime}; only nodejs runtimes run here.`,
    );
  }
  refuseReservedVariables(definition);
  return new EnvironmentPool(definition, options);
}

interface Waiting extends Invocation {
  readonly isRetry?: boolean;
  settle(outcome: InvocationOutcome): void;
}

class EnvironmentPool implements LambdaFunction {
  readonly name: string;
  readonly #options: FunctionOptions;
  #definition: FunctionDefinition;
  /** Everything not yet gone, for `stop`. */
  readonly #all = new Set<Environment>();
  /** Those with the current code that can still take work; the rest is on its way out. */
  readonly #current = new Set<Environment>();
  readonly #starting = new Set<Environment>();
  /** The last one was used last and is used first. */
  readonly #idle: Environment[] = [];
  readonly #waiting: Waiting[] = [];
  #concurrent = 0;
  #stopped: Promise<void> | undefined;

  constructor(definition: FunctionDefinition, options: FunctionOptions) {
    this.name = definition.name;
    this.#definition = { ...definition, codeDirectory: resolve(definition.codeDirectory) };
    this.#options = options;
  }

  readonly invoke: Invoke = async (eventJson, traceId) => {
    const requestId = randomUUID();
    const { reservedConcurrency = Number.POSITIVE_INFINITY, logFormat } = this.#definition;
    if (this.#stopped !== undefined) return failureOf({ ended: 'stopped' }, requestId);
    if (Buffer.byteLength(eventJson) > MAX_EVENT_BYTES) {
      const message = `RequestTooLargeException: the event is over ${MAX_EVENT_BYTES} bytes.`;
      this.#options.onLog(platformLine(message, requestId, logFormat));
      return { outcome: 'too-large' };
    }
    if (this.#concurrent >= reservedConcurrency) return throttled();
    this.#concurrent += 1;
    const outcome = await new Promise<InvocationOutcome>((settle) => {
      this.#waiting.push({ requestId, eventJson, traceId, settle });
      this.#dispatch();
    });
    this.#concurrent -= 1;
    return outcome;
  };

  async prewarm(): Promise<void> {
    if (this.#stopped !== undefined) return;
    if (this.#current.size === 0) this.#start();
    await Promise.race([...this.#current].map((environment) => environment.initialised));
  }

  replaceCode(directory: string): void {
    this.#definition = { ...this.#definition, codeDirectory: resolve(directory) };
    for (const environment of [...this.#idle.splice(0), ...this.#starting]) {
      void environment.end({ ended: 'retired' });
    }
    // The busy ones are no longer current: they end when their invocation does.
    this.#current.clear();
    this.#starting.clear();
    this.#dispatch();
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#endAll({ ended: 'stopped' });
    return this.#stopped;
  }

  async #endAll(ending: Ending): Promise<void> {
    for (const { settle, requestId } of this.#waiting.splice(0)) settle(failureOf(ending, requestId));
    await Promise.all([...this.#all].map((environment) => environment.end(ending)));
  }

  /** Gives waiting invocations to idle environments, first come first served, and starts what is missing. */
  #dispatch(): void {
    while (this.#waiting.length > 0) {
      const environment = this.#idle.pop();
      if (environment === undefined) break;
      // One that was killed from outside a moment ago is not ready any more.
      if (environment.isReady) this.#run(environment);
      else void environment.end();
    }
    const { maxEnvironments = MAX_ENVIRONMENTS } = this.#options;
    while (this.#starting.size < this.#waiting.length && this.#current.size < maxEnvironments) this.#start();
  }

  #start(): void {
    const environment = new Environment(this.#definition, this.#options);
    this.#all.add(environment);
    this.#current.add(environment);
    this.#starting.add(environment);
    void environment.initialised.then((failure) => this.#initialised(environment, failure));
    void environment.ended.then(() => this.#ended(environment));
  }

  #initialised(environment: Environment, failure: Ending | undefined): void {
    // One that was retired meanwhile is no concern of those who wait now.
    if (!this.#starting.delete(environment)) return;
    if (failure === undefined) {
      this.#offer(environment);
      return;
    }
    // Its end, which follows at once, makes room for another one if more invocations wait.
    const waiting = this.#waiting.shift();
    waiting?.settle(failureOf(failure, waiting.requestId));
  }

  /** Lets a ready environment go on with what waits, or freezes it until something comes. */
  #offer(environment: Environment): void {
    if (!this.#current.has(environment)) return void environment.end({ ended: 'retired' });
    this.#idle.push(environment);
    this.#dispatch();
    if (this.#idle.includes(environment)) environment.freeze();
  }

  #run(environment: Environment): void {
    const invocation = this.#waiting.shift();
    if (invocation === undefined) return;
    void environment.invoke(invocation).then((outcome) => {
      // Frozen before the answer goes out, so that no work after the return slips through.
      if (environment.isReady) this.#offer(environment);
      else void environment.end();
      if (outcome.outcome !== 'not-begun') invocation.settle(outcome);
      else if (invocation.isRetry) invocation.settle(outcome.failure);
      else {
        this.#waiting.unshift({ ...invocation, isRetry: true });
        this.#dispatch();
      }
    });
  }

  #ended(environment: Environment): void {
    this.#all.delete(environment);
    this.#current.delete(environment);
    const position = this.#idle.indexOf(environment);
    if (position >= 0) this.#idle.splice(position, 1);
    if (this.#stopped === undefined) this.#dispatch();
  }
}
