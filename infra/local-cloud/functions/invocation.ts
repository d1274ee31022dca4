/**
 * How a function answers one invocation. The gateway sees nothing else of it.
 *
 * - `answered`: the handler returned; `payload` is the JSON text of what it returned.
 * - `failed`: it threw, could not be loaded, ended its process, ran out of memory or of time.
 * - `too-large`: the event or the answer is over Lambda's 6 MB.
 */
export type InvocationOutcome =
  | { outcome: 'answered'; payload: string }
  | { outcome: 'failed'; errorType: string; errorMessage: string }
  | { outcome: 'too-large' };

/** Invokes one function synchronously. `traceId` is the value of an `X-Amzn-Trace-Id` header. */
export type Invoke = (eventJson: string, traceId: string) => Promise<InvocationOutcome>;
