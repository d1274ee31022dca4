import type { APIGatewayProxyEvent } from 'aws-lambda';
import { isBinary } from './binary-media';
import type { Claims } from './claims';
import { type RequestContext, requestContext } from './context-variables';
import { groupByName, type HeaderList, headerValue, lastByName } from './headers';
import type { ApiModel } from './model';
import type { GatewayRequest } from './request';
import type { Route } from './routing';

/** The event of a Lambda proxy integration, format 1.0; a REST API sends no `version` (recorded). */
export type ProxyEvent = Omit<APIGatewayProxyEvent, 'requestContext'> & { requestContext: RequestContext };

// The gateway keeps what concerns its own connection (recorded for the first four, the rest alike).
const DROPPED = [
  'content-length',
  'connection',
  'te',
  'expect',
  'transfer-encoding',
  'keep-alive',
  'upgrade',
];
const REPLACED = ['x-forwarded-for', 'x-forwarded-port', 'x-forwarded-proto', 'x-amzn-trace-id'];

/** Builds the event, member for member as a deployed API sends it (recorded). */
export function proxyEvent(
  api: ApiModel,
  request: GatewayRequest,
  route: Route,
  claims: Claims | undefined,
  traceHeader: string,
): ProxyEvent {
  const headers = eventHeaders(request, traceHeader);
  const binary = isBinary(headerValue(request.headers, 'content-type'), api.binaryMediaTypes);
  const text = request.body.toString(binary ? 'base64' : 'utf8');
  return {
    resource: route.resource.path,
    path: request.path,
    httpMethod: request.method,
    headers: lastByName(headers),
    multiValueHeaders: groupByName(headers),
    queryStringParameters: nullIfEmpty(lastByName(request.query)),
    multiValueQueryStringParameters: nullIfEmpty(groupByName(request.query)),
    pathParameters: nullIfEmpty({ ...route.pathParameters }),
    stageVariables: api.stage.variables && { ...api.stage.variables },
    requestContext: requestContext(api, request, route, claims),
    body: request.body.length === 0 ? null : text,
    isBase64Encoded: binary && request.body.length > 0,
  };
}

/** The client's headers in its own spelling, and those that the gateway adds. */
function eventHeaders(request: GatewayRequest, traceHeader: string): HeaderList {
  const kept = request.headers.filter(([name]) => ![...DROPPED, ...REPLACED].includes(name.toLowerCase()));
  const forwardedFor = headerValue(request.headers, 'x-forwarded-for');
  return [
    ...kept,
    ['X-Amzn-Trace-Id', traceHeader],
    // Each hop adds its caller at the end (documented for the header in general).
    ['X-Forwarded-For', forwardedFor ? `${forwardedFor}, ${request.sourceIp}` : request.sourceIp],
    // On AWS always 443 and https; here the truth, so that links a function builds from them work.
    ['X-Forwarded-Port', String(request.localPort)],
    ['X-Forwarded-Proto', 'http'],
  ];
}

function nullIfEmpty<T extends object>(values: T): T | null {
  return Object.keys(values).length === 0 ? null : values;
}
