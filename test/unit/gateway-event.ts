import type { APIGatewayProxyEvent } from 'aws-lambda';

export interface EventParts {
  readonly method?: string;
  readonly resource?: string;
  readonly path?: string;
  readonly params?: Record<string, string>;
  readonly query?: Record<string, string>;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
  /** The claims of the token that came with it; none where the gateway has looked at no token. */
  readonly claims?: Record<string, string> | undefined;
}

/** The event that API Gateway makes of a request; a body that is not a string is sent as JSON. */
export function gatewayEvent(parts: EventParts): APIGatewayProxyEvent {
  const { method = 'GET', resource = '/items', params, query, body } = parts;
  const claims = 'claims' in parts ? parts.claims : { sub: 'user-1', token_use: 'id' };
  const path = parts.path ?? resource.replace(/\{(\w+)\}/g, (_, name) => params?.[name] ?? '');
  const headers = { ...(body !== undefined && { 'content-type': 'application/json' }), ...parts.headers };
  return {
    resource,
    path,
    httpMethod: method,
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    pathParameters: params ?? null,
    queryStringParameters: query ?? null,
    multiValueQueryStringParameters: null,
    stageVariables: null,
    body: body === undefined || typeof body === 'string' ? (body ?? null) : JSON.stringify(body),
    isBase64Encoded: false,
    requestContext: {
      requestId: 'request-1',
      path: `/dev${path}`,
      ...(claims && { authorizer: { claims } }),
    } as unknown as APIGatewayProxyEvent['requestContext'],
  };
}
