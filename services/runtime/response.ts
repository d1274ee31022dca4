import type { APIGatewayProxyResult } from 'aws-lambda';
import type * as z from 'zod/mini';
import type { Answer, Route } from '../contract/contract';
import { type Problem, problemMediaType } from './problem';
import { corsHeaders, securityHeaders } from './response-headers';

type BodyOf<A extends Answer> = A['body'] extends z.ZodMiniType
  ? { readonly body: z.output<A['body']> }
  : { readonly body?: undefined };

type HeadersOf<A extends Answer> = A['headers'] extends readonly string[]
  ? { readonly headers: Readonly<Record<A['headers'][number], string>> }
  : { readonly headers?: undefined };

/** Any one of a route's answers: status, body and headers as its contract says, or it does not compile. */
export type ResponseOf<R extends Route> = {
  [S in keyof R['answers'] & number]: { readonly status: S } & BodyOf<R['answers'][S]> &
    HeadersOf<R['answers'][S]>;
}[keyof R['answers'] & number];

export interface Response {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** Writes responses as API Gateway's proxy integration wants them, for the website of one origin. */
export function createResponder(origin: string) {
  const common = { ...securityHeaders, ...corsHeaders(origin) };
  const json = { ...common, 'Content-Type': 'application/json' };
  return {
    answer({ status, headers, body }: Response): APIGatewayProxyResult {
      if (body === undefined) return { statusCode: status, headers: { ...common, ...headers }, body: '' };
      return { statusCode: status, headers: { ...json, ...headers }, body: JSON.stringify(body) };
    },
    problem(problem: Problem): APIGatewayProxyResult {
      const headers = { ...common, 'Content-Type': problemMediaType };
      return { statusCode: problem.status, headers, body: JSON.stringify(problem) };
    },
  };
}
