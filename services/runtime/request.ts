import type { APIGatewayProxyEvent } from 'aws-lambda';
import * as z from 'zod/mini';
import type { RequestBody, Route } from '../contract/contract';
import { Failure, type InputError } from './failure';

/** The most that a request's body may hold, in bytes. */
export const maximumBodyBytes = 64 * 1024;

type Parsed<S> = S extends z.ZodMiniObject ? z.output<S> : Record<never, never>;

/** What a route's handler gets: every part as its schema says, and nothing that was not checked. */
export interface RequestOf<R extends Route> {
  readonly params: Parsed<R['params']>;
  readonly query: Parsed<R['query']>;
  readonly headers: Parsed<R['headers']>;
  readonly body: R['body'] extends RequestBody ? Parsed<R['body']['schema']> : undefined;
}

/**
 * Parses an event by its route.
 * @throws Failure naming everything that is wrong with the request
 */
export function parseRequest(route: Route, event: APIGatewayProxyEvent): RequestOf<Route> {
  const body = route.body ? parseBody(route.body, event) : undefined;
  const headers = route.headers ? headersOf(event, Object.keys(route.headers.shape)) : {};
  if (
    route.headers?.shape['If-Match'] &&
    headers['If-Match'] === undefined &&
    !isOptional(route, 'If-Match')
  ) {
    throw new Failure('version-required', 'Send If-Match with the ETag of the version you have read.');
  }
  return {
    params: parseParams(route.params, event),
    query: check('query', route.query, event.queryStringParameters ?? {}),
    headers: check('header', route.headers, headers),
    body,
  } as RequestOf<Route>;
}

/** An identifier that could not exist is answered as one that does not. */
function parseParams(schema: Route['params'], event: APIGatewayProxyEvent) {
  const result = schema?.safeParse(event.pathParameters ?? {});
  if (result && !result.success) throw new Failure('not-found', 'There is nothing by this name.');
  return result?.data ?? {};
}

function parseBody(expected: RequestBody, event: APIGatewayProxyEvent): unknown {
  const text = event.body ?? '';
  if (Buffer.byteLength(text) > maximumBodyBytes) {
    throw new Failure('too-large', `The body may have at most ${maximumBodyBytes} bytes.`);
  }
  checkMediaType(expected.contentTypes, headersOf(event, ['Content-Type', 'Content-Encoding']));
  return check('body', expected.schema, parseJson(text));
}

function checkMediaType(accepted: readonly string[], headers: Record<string, string>): void {
  const [mediaType = '', ...parameters] = (headers['Content-Type'] ?? '').toLowerCase().split(/\s*;\s*/);
  const charset = parameters
    .find((parameter) => parameter.startsWith('charset='))
    ?.slice(8)
    .replaceAll('"', '');
  const encoding = headers['Content-Encoding'] ?? 'identity';
  const isUtf8 = charset === undefined || charset === 'utf-8' || charset === 'us-ascii';
  if (accepted.includes(mediaType.trim()) && isUtf8 && encoding.toLowerCase() === 'identity') return;
  throw new Failure(
    'unsupported-media-type',
    `Send the body as ${accepted.join(' or ')} in UTF-8, without a content encoding.`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // V8's own message quotes the body.
    throw invalid('The body is not JSON.', [{ in: 'body', pointer: '', detail: 'Must be a JSON object' }]);
  }
}

function check(part: InputError['in'], schema: z.ZodMiniObject | undefined, value: unknown): unknown {
  const result = schema?.safeParse(value);
  if (!result) return {};
  if (result.success) return result.data;
  throw invalid(
    `The ${part} is not as it should be; see errors.`,
    result.error.issues.slice(0, 20).flatMap((issue) => inputErrors(part, issue)),
  );
}

function inputErrors(part: InputError['in'], issue: z.core.$ZodIssue): InputError[] {
  const pointer = issue.path.map((key) => `/${escapeToken(String(key))}`).join('');
  if (issue.code !== 'unrecognized_keys') return [{ in: part, pointer, detail: issue.message }];
  return issue.keys.slice(0, 20).map((key) => ({
    in: part,
    pointer: `${pointer}/${escapeToken(key.slice(0, 120))}`,
    detail: 'Is not known here',
  }));
}

/** RFC 6901, 3. */
function escapeToken(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

function invalid(detail: string, errors: InputError[]): Failure {
  return new Failure('invalid-request', detail, { errors });
}

/** The named headers, whatever the case the client wrote them in; several of one name joined as a list. */
function headersOf(event: APIGatewayProxyEvent, names: readonly string[]): Record<string, string> {
  const sent = Object.entries(event.multiValueHeaders ?? {});
  return Object.fromEntries(
    names.flatMap((name) => {
      const values = sent
        .filter(([key]) => key.toLowerCase() === name.toLowerCase())
        .flatMap(([, list]) => list ?? []);
      return values.length > 0 ? [[name, values.join(', ')]] : [];
    }),
  );
}

function isOptional(route: Route, header: string): boolean {
  const field = route.headers?.shape[header];
  return !field || z.safeParse(field, undefined).success;
}
