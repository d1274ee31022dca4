import type { IncomingMessage } from 'node:http';

/**
 * The Lambda Runtime API: every path, header and limit of it that is used here.
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
const NEXT = '/2018-06-01/runtime/invocation/next';
const INIT_ERROR = '/2018-06-01/runtime/init/error';
const RESULT = /^\/2018-06-01\/runtime\/invocation\/([^/]+)\/(response|error)$/;

/** Lambda's limits for synchronous invocations, in bytes; the answer's is 100 bytes above the event's. */
export const MAX_EVENT_BYTES = 6_291_456;
export const MAX_RESPONSE_BYTES = 6_291_556;

/** One event on its way to the runtime; `deadlineMs` is Unix time in milliseconds. */
export interface RuntimeInvocation {
  readonly requestId: string;
  readonly functionArn: string;
  readonly deadlineMs: number;
  readonly traceId: string;
  readonly eventJson: string;
}

export type RuntimeRoute =
  | { route: 'next' }
  | { route: 'init-error' }
  | { route: 'result'; requestId: string; isError: boolean };

/** What a runtime says about an invocation; `response-too-large` is the one answer that cannot be taken. */
export type RuntimeResult =
  | { call: 'response'; payload: string }
  | { call: 'response-too-large' }
  | ({ call: 'error' } & RuntimeError);

export interface RuntimeError {
  readonly errorType: string;
  readonly errorMessage: string;
}

/** Undefined for a call that the API does not know, or that has no use here (`/restore`, say). */
export function routeOf(req: IncomingMessage): RuntimeRoute | undefined {
  if (req.method === 'GET' && req.url === NEXT) return { route: 'next' };
  if (req.method !== 'POST') return undefined;
  if (req.url === INIT_ERROR) return { route: 'init-error' };
  const [, requestId, kind] = RESULT.exec(req.url ?? '') ?? [];
  return requestId === undefined ? undefined : { route: 'result', requestId, isError: kind === 'error' };
}

/** The headers that go with an event, as the answer to `next`. */
export function invocationHeaders(invocation: RuntimeInvocation): Record<string, string | number> {
  return {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(invocation.eventJson),
    'Lambda-Runtime-Aws-Request-Id': invocation.requestId,
    'Lambda-Runtime-Deadline-Ms': invocation.deadlineMs,
    'Lambda-Runtime-Invoked-Function-Arn': invocation.functionArn,
    // A client chose this value; one that is no plausible header must not break the runtime's parser.
    ...(/^[\x20-\x7e]{1,1024}$/.test(invocation.traceId) && {
      'Lambda-Runtime-Trace-Id': invocation.traceId,
    }),
  };
}

/** Reads a result from its body, undefined when that is over the limit, and its trailers. */
export function readResult(isError: boolean, body: string | undefined, req: IncomingMessage): RuntimeResult {
  if (body === undefined) return { call: 'response-too-large' };
  if (isError) return { call: 'error', ...readError(body) };
  // A streaming handler that fails after its first byte says so in the trailers, in base64.
  const trailer = req.trailers['lambda-runtime-function-error-body'];
  if (trailer === undefined) return { call: 'response', payload: body };
  return { call: 'error', ...readError(Buffer.from(trailer, 'base64').toString()) };
}

/** Reads `{ errorType, errorMessage }` from a runtime's report, which a handler's odd error may have shaped. */
export function readError(body = ''): RuntimeError {
  let report: { errorType?: unknown; errorMessage?: unknown } | null = null;
  try {
    report = JSON.parse(body);
  } catch {
    // Not JSON: the same as a report without a type.
  }
  return {
    errorType: String(report?.errorType ?? 'Runtime.Unknown'),
    errorMessage: String(report?.errorMessage ?? ''),
  };
}
