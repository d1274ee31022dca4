import { type Answer, isLegalHeader, withDefault } from './answer';
import { DEFAULT_STATUSES, type GatewayFailure, type GatewayResponseType } from './gateway-failure';
import { type HeaderList, headerValue, mediaType } from './headers';
import type { GatewayResponseModel } from './model';
import { type MappingScope, resolveMapping } from './parameter-mapping';
import { substitute } from './simple-substitution';

/** What AWS answers where the template says nothing (documented). */
const AWS_DEFAULT: GatewayResponseModel = {
  status: undefined,
  headers: {},
  templates: { 'application/json': '{"message":$context.error.messageString}' },
};

/**
 * Shapes a failure through the API's gateway responses: the one of its type, else DEFAULT_4XX or DEFAULT_5XX,
 * else AWS's own.
 *
 * A status in the response replaces the failure's, also in the two defaults (documented). A response without
 * one keeps the failure's own status, 502 for a failed function (recorded for DEFAULT_5XX, an assumption for
 * INTEGRATION_FAILURE, whose documented default is 504: a template does well to name the status).
 */
export function renderFailure(
  failure: GatewayFailure,
  responses: ReadonlyMap<GatewayResponseType, GatewayResponseModel>,
  scope: MappingScope,
): Answer {
  const response = responseFor(failure.type, responses);
  const contentType = templateType(response, scope);
  const template = contentType === undefined ? '' : response.templates[contentType];
  return {
    status: response.status ?? failure.status,
    headers: withDefault(
      [...mapHeaders(response, scope), ['x-amzn-ErrorType', failure.details.errorType]],
      'Content-Type',
      contentType ?? 'application/json',
    ),
    body: Buffer.from(substitute(template ?? '', scope, ''), 'utf8'),
  };
}

function responseFor(
  type: GatewayResponseType,
  responses: ReadonlyMap<GatewayResponseType, GatewayResponseModel>,
): GatewayResponseModel {
  const fallback = DEFAULT_STATUSES[type] < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX';
  const response = responses.get(type) ?? responses.get(fallback);
  if (!response) return AWS_DEFAULT;
  // A response with headers alone keeps the default body (documented).
  const hasTemplates = Object.keys(response.templates).length > 0;
  return hasTemplates ? response : { ...response, templates: AWS_DEFAULT.templates };
}

/** The template for a type that the client accepts, else JSON, else the first (assumption). */
function templateType(response: GatewayResponseModel, scope: MappingScope): string | undefined {
  const types = Object.keys(response.templates);
  const accepted = (headerValue(scope.request.headers, 'accept') ?? '').split(',').map(mediaType);
  return (
    types.find((type) => accepted.includes(type)) ??
    types.find((type) => type === 'application/json') ??
    types[0]
  );
}

function mapHeaders(response: GatewayResponseModel, scope: MappingScope): HeaderList {
  return Object.entries(response.headers).flatMap(([name, expression]) => {
    const value = resolveMapping(expression, scope);
    // A value that came from the client may hold what HTTP does not allow.
    return value !== undefined && isLegalHeader(name, value) ? [[name, value] as const] : [];
  });
}
