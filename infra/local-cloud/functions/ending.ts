import type { FunctionDefinition } from './definition';
import type { InvocationOutcome } from './invocation';

/** Why an environment is no more. */
export type Ending =
  | { ended: 'exited'; code: number | null; signal: NodeJS.Signals | null }
  | { ended: 'init-error'; errorType: string; errorMessage: string }
  | { ended: 'init-timeout'; seconds: number }
  | { ended: 'timeout'; seconds: number }
  | { ended: 'not-started'; reason: string }
  | { ended: 'retired' }
  | { ended: 'stopped' };

type Failure = Extract<InvocationOutcome, { outcome: 'failed' }>;

// Lambda's supervisor is written in Go and names a signal as Go does.
const SIGNAL_NAMES: Partial<Record<NodeJS.Signals, string>> = {
  SIGABRT: 'aborted',
  SIGBUS: 'bus error',
  SIGILL: 'illegal instruction',
  SIGKILL: 'killed',
  SIGSEGV: 'segmentation fault',
  SIGTERM: 'terminated',
  SIGTRAP: 'trace/breakpoint trap',
};

/** What the invocation that was waiting for the environment gets, in the words Lambda uses. */
export function failureOf(ending: Ending, requestId: string): Failure {
  if (ending.ended === 'init-error') {
    return { outcome: 'failed', errorType: ending.errorType, errorMessage: ending.errorMessage };
  }
  return {
    outcome: 'failed',
    errorType: errorTypeOf(ending),
    errorMessage: `RequestId: ${requestId} Error: ${describe(ending)}`,
  };
}

/** `Rate Exceeded.` is what Lambda answers beyond the reserved concurrency. */
export function throttled(): Failure {
  return { outcome: 'failed', errorType: 'TooManyRequestsException', errorMessage: 'Rate Exceeded.' };
}

/** The log line for an ending; undefined when it is meant, or when the runtime has logged it itself. */
export function endingLine(
  ending: Ending,
  requestId: string | undefined,
  format: FunctionDefinition['logFormat'],
): string | undefined {
  if (ending.ended === 'stopped' || ending.ended === 'retired' || ending.ended === 'init-error')
    return undefined;
  return platformLine(`${errorTypeOf(ending)}: ${describe(ending)}`, requestId, format);
}

/** A line the platform adds to a function's log, in the shape of those the runtime writes. */
export function platformLine(
  message: string,
  requestId: string | undefined,
  format: FunctionDefinition['logFormat'],
): string {
  const timestamp = new Date().toISOString();
  if (format === 'Text') return [timestamp, requestId ?? '-', 'ERROR', message].join('\t');
  return JSON.stringify({ timestamp, level: 'ERROR', requestId, message });
}

function errorTypeOf(ending: Exclude<Ending, { ended: 'init-error' }>): string {
  switch (ending.ended) {
    case 'exited':
      return 'Runtime.ExitError';
    case 'init-timeout':
    case 'timeout':
      return 'Sandbox.Timedout';
    case 'not-started':
      return 'Sandbox.NotStarted';
    case 'retired':
    case 'stopped':
      return 'Sandbox.Stopped';
  }
}

function describe(ending: Exclude<Ending, { ended: 'init-error' }>): string {
  switch (ending.ended) {
    case 'exited':
      return describeExit(ending.code, ending.signal);
    case 'init-timeout':
      return `Init timed out after ${ending.seconds.toFixed(2)} seconds`;
    case 'timeout':
      return `Task timed out after ${ending.seconds.toFixed(2)} seconds`;
    case 'not-started':
      return ending.reason;
    case 'retired':
      return 'The code was replaced';
    case 'stopped':
      return 'The function was stopped';
  }
}

function describeExit(code: number | null, signal: NodeJS.Signals | null): string {
  if (signal !== null) return `Runtime exited with error: signal: ${SIGNAL_NAMES[signal] ?? signal}`;
  if (code === 0) return 'Runtime exited without providing a reason';
  return `Runtime exited with error: exit status ${code}`;
}
