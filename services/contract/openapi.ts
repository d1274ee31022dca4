import * as z from 'zod/mini';
import { problemMediaType, titles } from '../runtime/problem';
import { headersOfStatus } from '../runtime/response-headers';
import { type Contract, pathParameters, problemsOf, type Route } from './contract';
import { inlineSchema, type JsonSchema, namedSchemas, nameOf } from './json-schema';

const schemaReference = (name: string) => `#/components/schemas/${name}`;

/** Said once for the whole API; public routes say otherwise. */
const signedIn = [{ idToken: [] }];

/** The API as OpenAPI 3.0.3: the newest version that API Gateway imports. */
export function openApi(contracts: readonly Contract[], version: string): JsonSchema {
  const paths: Record<string, JsonSchema> = {};
  for (const contract of contracts) {
    for (const [operationId, route] of Object.entries(contract.routes)) {
      const operations = paths[route.path] ?? {};
      paths[route.path] = operations;
      const method = route.method.toLowerCase();
      if (operations[method])
        throw new Error(`Two contracts have a route ${route.method} ${route.path}; change one.`);
      operations[method] = operation(contract, operationId, route);
    }
  }
  return {
    openapi: '3.0.3',
    info: {
      title: contracts.map(({ title }) => title).join(', '),
      description: contracts.map(({ description }) => description).join('\n\n'),
      version,
    },
    servers: [{ url: '/' }],
    security: signedIn,
    tags: contracts.map(({ service, description }) => ({ name: service, description })),
    paths,
    components: {
      schemas: namedSchemas(contracts, 'openapi-3.0', schemaReference),
      responses: problemResponses(),
      securitySchemes: {
        idToken: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'The id token of a user who has signed in to the user pool of the stage.',
        },
      },
    },
  };
}

function operation(contract: Contract, operationId: string, route: Route): JsonSchema {
  const { summary, description, body } = route;
  return {
    operationId,
    tags: [contract.service],
    summary,
    ...(description && { description }),
    ...(route.public && { security: [] }),
    ...parameters(route),
    ...(body && {
      requestBody: {
        required: true,
        content: Object.fromEntries(
          body.contentTypes.map((type) => [
            type,
            { schema: { $ref: schemaReference(nameOf(contract, body.schema)) }, example: body.example },
          ]),
        ),
      },
    }),
    responses: responses(contract, route),
  };
}

function parameters(route: Route): { parameters?: JsonSchema[] } {
  const parts = [
    { place: 'path', names: pathParameters(route.path), shape: route.params?.shape },
    { place: 'query', names: Object.keys(route.query?.shape ?? {}), shape: route.query?.shape },
    { place: 'header', names: Object.keys(route.headers?.shape ?? {}), shape: route.headers?.shape },
  ];
  const list = parts.flatMap(({ place, names, shape }) =>
    names.map((name) => {
      const schema = shape?.[name];
      if (!schema)
        throw new Error(`${route.method} ${route.path}: no schema for the ${place} parameter ${name}.`);
      const required = !z.safeParse(schema, undefined).success;
      return { name, in: place, required, schema: inlineSchema(schema, 'openapi-3.0') };
    }),
  );
  return list.length > 0 ? { parameters: list } : {};
}

function responses(contract: Contract, route: Route): JsonSchema {
  const answers = Object.entries(route.answers).map(([status, { description, body, headers = [] }]) => [
    status,
    {
      description,
      ...described(headers),
      ...(body && {
        content: { 'application/json': { schema: { $ref: schemaReference(nameOf(contract, body)) } } },
      }),
    },
  ]);
  const problems = problemsOf(route).map((status) => [
    status,
    { $ref: `#/components/responses/Problem${status}` },
  ]);
  return Object.fromEntries([...answers, ...problems]);
}

function problemResponses(): JsonSchema {
  return Object.fromEntries(
    Object.entries(titles).map(([status, title]) => [
      `Problem${status}`,
      {
        description: title,
        ...described(Object.keys(headersOfStatus[Number(status)] ?? {})),
        content: { [problemMediaType]: { schema: { $ref: schemaReference('Problem') } } },
      },
    ]),
  );
}

function described(headers: readonly string[]): { headers?: JsonSchema } {
  if (headers.length === 0) return {};
  return { headers: Object.fromEntries(headers.map((name) => [name, { schema: { type: 'string' } }])) };
}
