import { render } from 'velocityjs';
import { configurationError } from './gateway-failure';
import { lastByName } from './headers';
import { readJsonPath } from './json-path';
import type { MappingScope } from './parameter-mapping';
import { decode } from './query-string';

/** What a response template may change about the answer (`$context.responseOverride`). */
export interface ResponseOverride {
  status?: unknown;
  header: Record<string, unknown>;
}

/**
 * Renders a mapping template (Velocity) with `$input`, `$context`, `$stageVariables` and `$util` (documented,
 * "mapping template reference").
 *
 * @param body the payload that `$input` stands for.
 * @throws GatewayFailure when the template fails.
 */
export function renderMapping(
  template: string,
  body: string,
  scope: MappingScope,
): { text: string; override: ResponseOverride } {
  const override: ResponseOverride = { header: {} };
  try {
    const text = render(template, {
      context: { ...scope.context, responseOverride: override },
      stageVariables: scope.stageVariables ?? {},
      input: input(body, scope),
      util,
    });
    return { text, override };
  } catch (error) {
    throw configurationError(`a mapping template failed: ${error instanceof Error ? error.message : error}`);
  }
}

function input(body: string, scope: MappingScope) {
  const json = () => parseJson(body === '' ? '{}' : body);
  const params = {
    path: scope.pathParameters,
    querystring: lastByName(scope.request.query),
    header: lastByName(scope.request.headers),
  };
  return {
    // An empty payload reads as `{}` (source).
    body: body === '' ? '{}' : body,
    json: (path: string) => JSON.stringify(readJsonPath(json(), path) ?? ''),
    path: (path: string) => readJsonPath(json(), path),
    // A single name is looked up in the path, then the query, then the headers (documented).
    params: (name?: string) => {
      if (name === undefined) return params;
      const found = [params.path, params.querystring, params.header].find((map) => Object.hasOwn(map, name));
      return found?.[name] ?? '';
    },
  };
}

const util = {
  escapeJavaScript: (text: unknown) => JSON.stringify(String(text)).slice(1, -1).replaceAll("'", "\\'"),
  parseJson: (text: unknown) => parseJson(String(text)),
  urlEncode: (text: unknown) => encodeURIComponent(String(text)).replaceAll('%20', '+'),
  urlDecode: (text: unknown) => decode(String(text).replaceAll('+', ' ')),
  base64Encode: (text: unknown) => Buffer.from(String(text), 'utf8').toString('base64'),
  base64Decode: (text: unknown) => Buffer.from(String(text), 'base64').toString('utf8'),
};

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
