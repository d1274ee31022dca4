import { type Answer, isLegalHeader, withDefault } from './answer';
import { configurationError, unsupportedMediaType } from './gateway-failure';
import { type HeaderList, headerValue, mediaType } from './headers';
import { type ResponseOverride, renderMapping } from './mapping-template';
import type { MockIntegration, MockResponse } from './model';
import { type MappingScope, resolveMapping } from './parameter-mapping';

/**
 * Answers a MOCK integration: the request template names an integration status, the status selects a
 * response, the response maps headers and body (documented).
 *
 * @throws GatewayFailure 415 when no request template fits and passing through is not allowed (documented),
 *   500 without a status (source) or a response for it (documented).
 */
export function runMock(mock: MockIntegration, scope: MappingScope): Answer {
  const status = integrationStatus(mock, scope);
  const response =
    mock.responses.find(({ selection }) => selection?.test(String(status))) ??
    mock.responses.find(({ selection }) => selection === undefined);
  if (!response) throw configurationError(`the mock has no response for status ${status}`);
  return mapResponse(response, scope);
}

function integrationStatus(mock: MockIntegration, scope: MappingScope): number {
  const template = requestTemplate(mock, scope);
  const body = scope.request.body.toString('utf8');
  const request = template === undefined ? body : renderMapping(template, body, scope).text;
  const status = parseLeniently(request)?.statusCode;
  if (!Number.isInteger(status)) {
    throw configurationError('the mock has no integer statusCode in its request template');
  }
  return status as number;
}

function requestTemplate(mock: MockIntegration, scope: MappingScope): string | undefined {
  // A request without Content-Type counts as JSON (source).
  const contentType = mediaType(headerValue(scope.request.headers, 'content-type')) ?? 'application/json';
  const types = Object.keys(mock.requestTemplates);
  const match = types.find((type) => mediaType(type) === contentType);
  const template = mock.requestTemplates[match ?? '$default'];
  const passes =
    mock.passthroughBehavior === 'WHEN_NO_MATCH' ||
    (mock.passthroughBehavior === 'WHEN_NO_TEMPLATES' && types.length === 0);
  if (template === undefined && !passes) throw unsupportedMediaType();
  return template;
}

/** AWS reads `{ statusCode: 200 }` without quotes, as the CDK's own preflight template is written. */
function parseLeniently(text: string): { statusCode?: unknown } | undefined {
  const quoted = text.replaceAll("'", '"').replace(/([{,]\s*)([A-Za-z_]\w*)\s*:/g, '$1"$2":');
  for (const candidate of [text, quoted]) {
    try {
      const value: unknown = JSON.parse(candidate);
      return typeof value === 'object' && value !== null ? value : undefined;
    } catch {
      // The next candidate, or undefined: then there is no status.
    }
  }
  return undefined;
}

function mapResponse(response: MockResponse, scope: MappingScope): Answer {
  const chosen = responseTemplate(response, scope);
  const { text, override } = chosen
    ? renderMapping(chosen.template, '', scope)
    : { text: '', override: { header: {} } };
  const headers = mapHeaders(response, override, scope);
  return {
    status: overriddenStatus(override) ?? response.status,
    headers: withDefault(headers, 'Content-Type', chosen?.contentType ?? 'application/json'),
    body: Buffer.from(text, 'utf8'),
  };
}

/** By the Accept header, else JSON, else the first (source). */
function responseTemplate(response: MockResponse, scope: MappingScope) {
  const accepted = headerValue(scope.request.headers, 'accept') ?? '';
  const types = Object.keys(response.templates);
  const contentType = [accepted, 'application/json', ...types].find((type) => types.includes(type));
  if (contentType === undefined) return undefined;
  return { contentType, template: response.templates[contentType] ?? '' };
}

/** An override that is no status is ignored (source). */
function overriddenStatus({ status }: ResponseOverride): number | undefined {
  const number = Number(status);
  return Number.isInteger(number) && number >= 200 && number < 600 ? number : undefined;
}

function mapHeaders(response: MockResponse, override: ResponseOverride, scope: MappingScope): HeaderList {
  const headers = new Map<string, string>();
  for (const [name, expression] of Object.entries(response.headers)) {
    const value = resolveMapping(expression, scope);
    if (value !== undefined) headers.set(name, value);
  }
  for (const [name, value] of Object.entries(override.header)) {
    const replaced = [...headers.keys()].find((key) => key.toLowerCase() === name.toLowerCase());
    headers.set(replaced ?? name, String(value));
  }
  // A value that came from the client may hold what HTTP does not allow.
  return [...headers].filter(([name, value]) => isLegalHeader(name, value));
}
