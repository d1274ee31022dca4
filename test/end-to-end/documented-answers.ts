import { Health, Item, ItemPage } from '../../services/items/contract';
import openapi from '../../services/openapi.json';
import { Problem, titles } from '../../services/runtime/problem';
import type { Reply } from '../local-cloud/rest-api/support/client';
import { confidential, tokenLike } from './confidential';

/** Whether a server error counts as documented: only while the test itself breaks something. */
export type Failures = 'none' | 'allowed';

interface Asked {
  readonly method: string;
  /** The request target as it was sent, with the stage. */
  readonly target: string;
  readonly failures?: Failures;
}

/** Sent with every answer; written out, so that a change of either side is noticed. */
const always = {
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'",
  'access-control-allow-origin': 'http://localhost:3000',
  'access-control-expose-headers': 'ETag,Location,Allow,Retry-After,x-amzn-RequestId',
  vary: 'Origin',
};

const bodies = { getHealth: Health, createItem: Item, listItems: ItemPage, readItem: Item, changeItem: Item };
type Operations = Record<string, { operationId: string; responses: Record<string, { headers?: object }> }>;
const paths = openapi.paths as unknown as Record<string, Operations>;
/** What the gateway's `ANY` stands for: other methods find nothing at all. */
const standardMethods = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'];

/** Fails unless a reply is one that the documentation allows for what was asked, in its documented shape. */
export function expectDocumented({ method, target, failures = 'none' }: Asked, reply: Reply): void {
  const { status, headers } = reply;
  const everything = `${reply.rawHeaders.join('\n')}\n${reply.body}`;
  const path = pathBelowStage(target);
  try {
    expect(everything).not.toMatch(tokenLike);
    expect(everything).not.toMatch(/^\s+at .+:\d+|node_modules|\.[jt]s:\d+/m);
    expect(headers['x-amzn-requestid']).toMatch(/^[0-9a-f-]{36}$/);
    if (path !== undefined) expect(headers).toMatchObject(always);
    if (failures === 'none') expect(status).toBeLessThan(500);
    expect(statusesFor(method, path)).toContain(status);
    if (status === 401) expect(headers['www-authenticate']).toBe('Bearer');
    if (status === 429) expect(headers['retry-after']).toBe('1');
    if (status === 405) expect(headers.allow).toBe(allowed(path));
    if (method === 'HEAD') expect(reply.bytes).toHaveLength(0);
    else if (status >= 400) expectProblem(reply);
    else expectAnswer(method, path, reply);
  } catch (error) {
    const what = `${method} ${target.slice(0, 300)} was answered ${status} ${reply.body.slice(0, 1000)}`;
    throw new Error(`${what}\n${(error as Error).message}`, { cause: error });
  }
}

export function expectProblem({ status, headers, body }: Reply): void {
  expect(headers['content-type']).toBe('application/problem+json');
  // The schema is strict: it allows no member but the documented ones.
  const problem = Problem.parse(JSON.parse(body));
  expect(problem).toMatchObject({ type: 'about:blank', status, title: titles[status] });
  expect(problem.requestId).toBe(headers['x-amzn-requestid']);
  expect(body).not.toContain(confidential);
}

/** Takes apart what came on a bare connection. Only for requests whose answers have a length. */
export function readReplies(text: string): Reply[] {
  const replies: Reply[] = [];
  for (let rest = Buffer.from(text, 'latin1'); rest.length > 0; ) {
    const end = rest.indexOf('\r\n\r\n');
    const [line = '', ...fields] = rest.subarray(0, end).toString('latin1').split('\r\n');
    const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(line)?.[1]);
    if (end < 0 || !status) throw new Error(`No HTTP: ${rest.toString('latin1').slice(0, 200)}`);
    const pairs = fields.map((field) => field.split(/:\s*(.*)/s).slice(0, 2));
    const headers = Object.fromEntries(pairs.map(([name = '', value = '']) => [name.toLowerCase(), value]));
    const bytes = rest.subarray(end + 4, end + 4 + Number(headers['content-length'] ?? 0));
    if (status >= 200) {
      replies.push({ status, headers, rawHeaders: pairs.flat(), bytes, body: bytes.toString('utf8') });
    }
    rest = rest.subarray(end + 4 + bytes.length);
  }
  return replies;
}

function expectAnswer(method: string, path: string | undefined, { status, headers, body }: Reply): void {
  const operation = operationsOf(path)?.[method.toLowerCase()];
  const names = Object.keys(operation?.responses[status]?.headers ?? {});
  for (const name of names) expect(headers[name.toLowerCase()]).toMatch(/^("\d+"|\/dev\/\S+[0-9a-f]{12})$/);
  if (status === 204 || status === 304) {
    expect(body).toBe('');
    return;
  }
  expect(headers['content-type']).toBe('application/json');
  bodies[operation?.operationId as keyof typeof bodies].parse(JSON.parse(body));
}

/** Undefined outside of the stage, where nothing of the API is. */
function pathBelowStage(target: string): string | undefined {
  const path = target.replace(/[?].*$/s, '');
  if (!/^\/dev(\/|$)/.test(path)) return undefined;
  return `/${path.slice(4).replace(/^\/+|\/+$/g, '')}`;
}

function operationsOf(path: string | undefined): Operations | undefined {
  const segments = path?.split('/').map(decoded);
  return Object.entries(paths).find(([template]) => {
    const wanted = template.split('/');
    return (
      wanted.length === segments?.length &&
      wanted.every((part, index) =>
        part.startsWith('{') ? segments[index] !== '' : part === segments[index],
      )
    );
  })?.[1];
}

function statusesFor(method: string, path: string | undefined): number[] {
  const operations = operationsOf(path);
  const operation = operations?.[method.toLowerCase()];
  if (operation) return Object.keys(operation.responses).map(Number);
  if (path === undefined) return [404, 413];
  // The gateway's own answers; 415 because it must not be given a body that it cannot read.
  if (!standardMethods.includes(method)) return [404, 413];
  if (method === 'OPTIONS') return [204, 413, 415, 429];
  return [operations ? 405 : 404, 413, 415, 429];
}

function allowed(path: string | undefined): string {
  return [...Object.keys(operationsOf(path) ?? {}), 'options'].join(', ').toUpperCase();
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
