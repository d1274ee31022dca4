import type * as z from 'zod/mini';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One successful answer of a route: its schema and the headers that come with it. */
export interface Answer {
  readonly description: string;
  readonly body?: z.ZodMiniType;
  readonly headers?: readonly string[];
}

/**
 * One row of the route table. Names of `headers` are written as in their RFC and matched without case.
 * `problems` lists the statuses that are the route's own; those that any route can answer
 * (bad input, limits, failures) are added from the parts it has: see `problemsOf`.
 */
export interface Route {
  readonly method: Method;
  readonly path: `/${string}`;
  readonly summary: string;
  readonly description?: string;
  /** Answers everybody. Without it a route takes signed-in users only, and nothing else has to be said for that. */
  readonly public?: boolean;
  readonly params?: z.ZodMiniObject;
  readonly query?: z.ZodMiniObject;
  readonly headers?: z.ZodMiniObject;
  readonly body?: RequestBody;
  readonly answers: Readonly<Record<number, Answer>>;
  readonly problems?: readonly number[];
}

export interface RequestBody {
  readonly schema: z.ZodMiniObject;
  readonly contentTypes: readonly string[];
  readonly example: Readonly<Record<string, unknown>>;
}

/** The only description of a service's API. Everything else that describes it is derived from this. */
export interface Contract {
  readonly service: string;
  readonly title: string;
  readonly description: string;
  /** The schemas that have a name in OpenAPI and in the browser client. */
  readonly schemas: Readonly<Record<string, z.ZodMiniType>>;
  readonly routes: Readonly<Record<string, Route>>;
}

/** Checks the shape of a contract and keeps its literal types, from which handlers get theirs. */
export function defineContract<const C extends Contract>(contract: C): C {
  return contract;
}

/** All problem statuses a route can answer, in ascending order. */
export function problemsOf(route: Route): number[] {
  const statuses = new Set<number>([...(route.problems ?? []), 413, 429, 500, 502, 503, 504]);
  if (!route.public) statuses.add(401);
  if (route.params) statuses.add(404);
  if (route.query || route.headers || route.body) statuses.add(400);
  if (route.body) statuses.add(415);
  return [...statuses].sort((a, b) => a - b);
}

/** The names of the `{parameters}` in a route's path, in order. */
export function pathParameters(path: string): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
}
