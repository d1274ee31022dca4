import { setImmediate } from 'node:timers/promises';
import type { FunctionDefinition, FunctionOptions } from './definition';
import { type Ending, endingLine, failureOf, platformLine } from './ending';
import { environmentVariables } from './environment-variables';
import type { InvocationOutcome } from './invocation';
import { RuntimeApi, type RuntimeCall } from './runtime-api';
import { RuntimeProcess } from './runtime-process';
import { MAX_RESPONSE_BYTES, type RuntimeResult } from './runtime-protocol';

// https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html. There, a handler that loads for
// longer gets a second chance within the invocation's own time; here the invocation fails and says why.
const INIT_SECONDS = 10;

export interface Invocation {
  readonly requestId: string;
  readonly eventJson: string;
  readonly traceId: string;
}

/** The process was killed before it had read the event: the invocation may safely be tried elsewhere. */
export interface NotBegun {
  outcome: 'not-begun';
  failure: InvocationOutcome;
}

type State =
  | { is: 'starting'; settle: (failure: Ending | undefined) => void; timer?: NodeJS.Timeout }
  | { is: 'idle' }
  | {
      is: 'busy';
      requestId: string;
      settle: (outcome: InvocationOutcome | NotBegun) => void;
      timer: NodeJS.Timeout;
      reply?: InvocationOutcome;
      /** True until the event is on its way, and again when it is known not to have arrived. */
      isUnread: boolean;
    }
  | { is: 'ended' };

/** One execution environment: a process with the function loaded, for one invocation at a time. */
export class Environment {
  /** Resolves to undefined when the runtime asks for work, else to the reason why it never will. */
  readonly initialised: Promise<Ending | undefined>;
  /** Resolves when the process is gone and nothing of the environment is left. */
  readonly ended: Promise<Ending>;

  readonly #definition: FunctionDefinition;
  readonly #options: FunctionOptions;
  #state: State = { is: 'ended' };
  #api: RuntimeApi | undefined;
  #process: RuntimeProcess | undefined;
  #isFrozen = false;
  /** Decided before the process ends; without it the process ended on its own account. */
  #ending: Ending | undefined;

  constructor(definition: FunctionDefinition, options: FunctionOptions) {
    this.#definition = definition;
    this.#options = options;
    this.initialised = new Promise((settle) => {
      this.#state = { is: 'starting', settle };
    });
    this.ended = this.#live();
  }

  /** False while it works, and as soon as it is known that it will not work again. */
  get isReady(): boolean {
    return this.#state.is === 'idle' && this.#ending === undefined && this.#api?.hasWaitingRuntime === true;
  }

  /** Stops the process's clock until the next invocation. Only for an environment that is ready. */
  freeze(): void {
    this.#isFrozen = true;
    this.#process?.freeze();
  }

  /**
   * Runs one event; the environment has to be ready. The outcome is known when the runtime asks for
   * more work, as on AWS, so that the environment is ready again by then - or has ended.
   */
  invoke(invocation: Invocation): Promise<InvocationOutcome | NotBegun> {
    const { timeoutSeconds } = this.#definition;
    return new Promise((settle) => {
      const timer = setTimeout(
        () => void this.end({ ended: 'timeout', seconds: timeoutSeconds }),
        timeoutSeconds * 1000,
      );
      this.#state = { is: 'busy', requestId: invocation.requestId, settle, timer, isUnread: true };
      void this.#deliver(invocation, Date.now() + timeoutSeconds * 1000);
    });
  }

  /** Kills the process, for the first reason that was given, if any, and waits for its end. */
  end(ending?: Ending): Promise<Ending> {
    this.#ending ??= ending;
    this.#process?.kill();
    return this.ended;
  }

  async #deliver(invocation: Invocation, deadlineMs: number): Promise<void> {
    if (this.#isFrozen) {
      this.#isFrozen = false;
      this.#process?.thaw();
      // Two turns of the event loop: it then knows whether the process was killed while it lay frozen.
      await setImmediate();
      await setImmediate();
    }
    if (this.#state.is !== 'busy') return;
    const functionArn = this.#definition.arn;
    this.#state.isUnread = this.#api?.deliver({ ...invocation, functionArn, deadlineMs }) !== true;
    if (this.#state.isUnread) void this.end();
  }

  async #live(): Promise<Ending> {
    let exit: Ending | undefined;
    try {
      this.#api = await RuntimeApi.start((call) => this.#hear(call));
      exit = this.#ending ?? (await this.#run(this.#api.address));
    } catch (error) {
      exit = { ended: 'not-started', reason: `Cannot start the runtime: ${(error as Error).message}` };
    }
    await this.#api?.close();
    return this.#finish(this.#ending ?? exit);
  }

  #run(runtimeApi: string): Promise<Ending> {
    const { codeDirectory, memoryMb } = this.#definition;
    const { onLog: onLine, reaper, initSeconds = INIT_SECONDS } = this.#options;
    const environment = environmentVariables(this.#definition, this.#options, runtimeApi);
    this.#process = new RuntimeProcess({ codeDirectory, memoryMb, environment, onLine, reaper });
    if (this.#state.is === 'starting') {
      this.#state.timer = setTimeout(
        () => void this.end({ ended: 'init-timeout', seconds: initSeconds }),
        initSeconds * 1000,
      );
    }
    return this.#process.exited;
  }

  #hear(call: RuntimeCall): void {
    const state = this.#state;
    if (call.call === 'next') this.#becomeIdle();
    else if (call.call === 'init-error') {
      void this.end({ ended: 'init-error', errorType: call.errorType, errorMessage: call.errorMessage });
    } else if (state.is !== 'busy') return;
    else if (call.call === 'unread') state.isUnread = true;
    else {
      state.reply = outcomeOf(call);
      if (call.call === 'response-too-large') this.#logTooLarge(state.requestId);
    }
  }

  #becomeIdle(): void {
    const state = this.#state;
    if (this.#ending !== undefined || state.is === 'idle' || state.is === 'ended') return;
    clearTimeout(state.timer);
    this.#state = { is: 'idle' };
    if (state.is === 'starting') state.settle(undefined);
    // The runtime API lets a runtime ask for more only after its reply.
    else if (state.reply !== undefined) state.settle(state.reply);
  }

  #finish(ending: Ending): Ending {
    const state = this.#state;
    this.#state = { is: 'ended' };
    const requestId = state.is === 'busy' ? state.requestId : undefined;
    const line = endingLine(ending, requestId, this.#definition.logFormat);
    if (line !== undefined) this.#options.onLog(line);
    if (state.is === 'starting' || state.is === 'busy') clearTimeout(state.timer);
    if (state.is === 'starting') state.settle(ending);
    if (state.is === 'busy') {
      const failure = failureOf(ending, state.requestId);
      // Killed from outside. A process that ends itself, by a late throw say, fails the invocation as on AWS.
      const isKilled = ending.ended === 'exited' && ending.signal === 'SIGKILL';
      if (isKilled && state.isUnread) state.settle({ outcome: 'not-begun', failure });
      // An answer that came before the end still counts.
      else state.settle(state.reply ?? failure);
    }
    return ending;
  }

  #logTooLarge(requestId: string): void {
    const message = `Function.ResponseSizeTooLarge: Response payload size exceeded maximum allowed payload size (${MAX_RESPONSE_BYTES} bytes).`;
    this.#options.onLog(platformLine(message, requestId, this.#definition.logFormat));
  }
}

function outcomeOf(result: RuntimeResult): InvocationOutcome {
  switch (result.call) {
    case 'response':
      return { outcome: 'answered', payload: result.payload };
    case 'response-too-large':
      return { outcome: 'too-large' };
    case 'error':
      return { outcome: 'failed', errorType: result.errorType, errorMessage: result.errorMessage };
  }
}
