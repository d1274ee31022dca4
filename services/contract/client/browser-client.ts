import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { type Contract, pathParameters, type Route } from '../contract';
import { inlineSchema, namedSchemas, nameOf } from '../json-schema';
import { typeOf } from './types';

const banner =
  '// Generated from the contract by `npm run generate`; change services/*/contract.ts instead.\n';

/** The browser client of a service: a module without dependencies, and its types. */
export function browserClient(contract: Contract): { module: string; types: string } {
  const runtime = readFileSync(join(__dirname, 'runtime.js'), 'utf8').replace(/^\/\/.*\n\n/, '');
  const routes = Object.entries(contract.routes).map(
    ([name, route]) => `  ${name}: ${JSON.stringify(table(route))},\n`,
  );
  const service = `const service = ${JSON.stringify(contract.service)};\n\n`;
  return {
    module: `${banner}\n${service}const routes = {\n${routes.join('')}};\n\n${runtime}`,
    types: `${banner}\n${declarations(contract)}`,
  };
}

/** What the runtime needs to know of a route. */
function table({ method, path, public: isPublic, query, headers, body, answers }: Route) {
  return {
    method,
    path,
    ...(isPublic && { public: true }),
    query: Object.keys(query?.shape ?? {}),
    headers: Object.keys(headers?.shape ?? {}).map((header) => [camelCase(header), header]),
    ...(body && { contentType: body.contentTypes[0] }),
    reads: responseHeaders(answers).map((header) => [camelCase(header), header]),
  };
}

function declarations(contract: Contract): string {
  const schemas = namedSchemas([contract], 'draft-7', (name) => name);
  const types = Object.entries(schemas).map(([name, schema]) => `export type ${name} = ${typeOf(schema)};\n`);
  const methods = Object.entries(contract.routes).map(([name, route]) => method(contract, name, route));
  return `${types.join('')}
export class ApiError extends Error {
  readonly status: number;
  /** The answer's body; undefined when something on the way answered in the API's place. */
  readonly problem: Problem | undefined;
}

export interface ClientOptions {
  /** Where the API answers, with its stage: the output ApiUrl, or what \`npm start\` prints. */
  readonly baseUrl: string;
  /** The id token of whoever is signed in; asked for at each request that takes one, so that it can be renewed. */
  readonly idToken?: () => string | undefined | Promise<string | undefined>;
  /** Headers for every request. */
  readonly headers?: () => Record<string, string> | Promise<Record<string, string>>;
  readonly fetch?: typeof fetch;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
}

export interface Client {
${methods.join('\n')}}

/** Every method rejects with an ApiError when the API answers with a problem. */
export function createClient(options: ClientOptions): Client;
`;
}

function method(contract: Contract, name: string, route: Route): string {
  const fields = [
    ...pathParameters(route.path).map((parameter) => field(parameter, route.params?.shape[parameter])),
    ...Object.entries(route.query?.shape ?? {}).map(([parameter, schema]) => field(parameter, schema)),
    ...Object.entries(route.headers?.shape ?? {}).map(([header, schema]) => field(camelCase(header), schema)),
    ...(route.body ? [`body: ${nameOf(contract, route.body.schema)}`] : []),
  ];
  const input =
    fields.length > 0
      ? `input${fields.every((f) => /^\w+\?/.test(f)) ? '?' : ''}: { ${fields.join('; ')} }`
      : 'input?: Record<string, never>';
  const results = Object.entries(route.answers).map(([status, { body, headers = [] }]) => {
    const read = headers.map((header) => `; ${camelCase(header)}: string`).join('');
    return `{ status: ${status}; body: ${body ? nameOf(contract, body) : 'undefined'}${read} }`;
  });
  return `  /** ${route.summary}. */\n  ${name}(${input}, options?: CallOptions): Promise<${results.join(' | ')}>;\n`;
}

function field(name: string, schema: z.core.$ZodType | undefined): string {
  const optional = !schema || z.safeParse(schema, undefined).success;
  return `${name}${optional ? '?' : ''}: ${schema ? typeOf(inlineSchema(schema, 'draft-7')) : 'string'}`;
}

function responseHeaders(answers: Route['answers']): string[] {
  return [...new Set(Object.values(answers).flatMap(({ headers = [] }) => headers))];
}

/** `If-Match` as `ifMatch`, `ETag` as `etag`. */
function camelCase(header: string): string {
  const [first = '', ...rest] = header.split('-').map((part) => part.toLowerCase());
  return first + rest.map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join('');
}
