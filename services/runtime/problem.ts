import * as z from 'zod/mini';
import { Failure, type FailureKind } from './failure';

/** The shape of every error, from the function or from the gateway (RFC 9457). */
export const Problem = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int().check(z.minimum(400), z.maximum(599)),
  detail: z.optional(z.string()),
  requestId: z.string(),
  errors: z.optional(
    z.array(
      z.strictObject({
        in: z.enum(['body', 'query', 'header']),
        pointer: z.string(),
        detail: z.string(),
      }),
    ),
  ),
});
export type Problem = z.output<typeof Problem>;

export const problemMediaType = 'application/problem+json';

/** The statuses that an error can have here, with their titles (RFC 9110, 6585). */
export const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  412: 'Precondition Failed',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  428: 'Precondition Required',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

const statuses: Record<FailureKind, number> = {
  'invalid-request': 400,
  'not-found': 404,
  'still-in-flight': 409,
  'stale-version': 412,
  'too-large': 413,
  'unsupported-media-type': 415,
  'key-reused': 422,
  'version-required': 428,
  unavailable: 503,
};

/** Says over HTTP what was thrown. Of what is not a `Failure`, nothing but the request id gets out. */
export function toProblem(thrown: unknown, requestId: string): Problem {
  if (!(thrown instanceof Failure)) {
    return problem(
      500,
      'Something went wrong on our side. Quote the requestId when you report it.',
      requestId,
    );
  }
  const { errors } = thrown.more;
  return {
    ...problem(statuses[thrown.kind], thrown.message, requestId),
    ...(errors && { errors: [...errors] }),
  };
}

/** A problem without a type of its own: its title says what its status says (RFC 9457, 4.2.1). */
export function problem(status: number, detail: string, requestId: string): Problem {
  return { type: 'about:blank', title: titles[status] ?? 'Error', status, detail, requestId };
}
