import type { Contract, Route } from '../../services/contract/contract';
import { problemsOf } from '../../services/contract/contract';
import { namedSchemas, nameOf } from '../../services/contract/json-schema';
import { corsHeaders, headersOfStatus, securityHeaders } from '../../services/runtime/response-headers';

/** Formats that Newman's validator, Ajv 6, knows: it throws at any other. */
const knownFormats = new Set(
  'date time date-time uri uri-reference uri-template email hostname ipv4 ipv6 regex uuid json-pointer'.split(
    ' ',
  ),
);

/**
 * What the collection's own test script needs to judge any answer: the routes with what each may answer,
 * the headers that all answers have, by what they prove, those that come with a status, and the schemas of their bodies.
 */
export function contractData(contracts: readonly Contract[]) {
  return {
    routes: contracts.flatMap((contract) =>
      Object.entries(contract.routes).map(([name, route]) => routeData(contract, name, route)),
    ),
    headers: {
      'the security headers are there': securityHeaders,
      'the website of the stage may read it, and no other': corsHeaders('{{origin}}'),
    },
    headersOfStatus,
    definitions: withKnownFormats(namedSchemas(contracts, 'draft-7', (name) => `#/definitions/${name}`)),
  };
}

export type ContractData = ReturnType<typeof contractData>;

function routeData(contract: Contract, name: string, route: Route) {
  return {
    name,
    method: route.method,
    pattern: `^${route.path.replaceAll(/[.+*()|$]/g, '\\$&').replaceAll(/\{\w+\}/g, '[^/]+')}$`,
    requestHeaders: [
      ...(route.public ? [] : ['Authorization']),
      ...(route.body ? ['Content-Type'] : []),
      ...Object.keys(route.headers?.shape ?? {}),
    ],
    answers: Object.fromEntries(
      Object.entries(route.answers).map(([status, { body, headers = [] }]) => [
        status,
        { schema: body ? nameOf(contract, body) : null, headers },
      ]),
    ),
    problems: problemsOf(route),
  };
}

function withKnownFormats<T>(value: T): T {
  const strip = (key: string, part: unknown) =>
    key === 'format' && typeof part === 'string' && !knownFormats.has(part) ? undefined : part;
  return JSON.parse(JSON.stringify(value, strip));
}
