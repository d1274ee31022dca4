import type { APIGatewayEventRequestContext } from 'aws-lambda';
import type { Claims } from './claims';
import { headerValue } from './headers';
import type { ApiModel } from './model';
import type { GatewayRequest } from './request';
import type { Route } from './routing';

/** `requestContext` of the event. */
export type RequestContext = Omit<
  APIGatewayEventRequestContext,
  'authorizer' | 'requestTime' | 'deploymentId'
> & {
  requestTime: string;
  deploymentId?: string;
  authorizer?: { claims: Claims };
};

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * Builds `requestContext`, exactly the members that a deployed API sends (recorded). An
 * unrouted request, which no function ever sees, has an empty resource.
 */
export function requestContext(
  api: ApiModel,
  request: GatewayRequest,
  route: Route | undefined,
  claims: Claims | undefined,
): RequestContext {
  const domainName = headerValue(request.headers, 'host') ?? '';
  return {
    accountId: api.accountId,
    apiId: api.apiId,
    ...(claims && { authorizer: { claims } }),
    ...(api.stage.deploymentId === undefined ? {} : { deploymentId: api.stage.deploymentId }),
    domainName,
    // The first label of the domain name (documented).
    domainPrefix: domainName.split('.')[0] ?? '',
    extendedRequestId: request.extendedRequestId,
    httpMethod: request.method,
    identity: identity(request),
    path: request.fullPath,
    protocol: request.protocol,
    requestId: request.requestId,
    requestTime: commonLogTime(new Date(request.receivedAt)),
    requestTimeEpoch: request.receivedAt,
    resourceId: route?.resource.id ?? '',
    resourcePath: route?.resource.path ?? '',
    stage: api.stage.name,
  };
}

/** The caller: everything but its address and agent is null, with a Cognito authorizer as well (recorded). */
function identity(request: GatewayRequest): RequestContext['identity'] {
  // The type wants the members that only API keys and client certificates bring; AWS leaves them out.
  return {
    accessKey: null,
    accountId: null,
    caller: null,
    cognitoAuthenticationProvider: null,
    cognitoAuthenticationType: null,
    cognitoIdentityId: null,
    cognitoIdentityPoolId: null,
    principalOrgId: null,
    sourceIp: request.sourceIp,
    user: null,
    userAgent: headerValue(request.headers, 'user-agent') ?? null,
    userArn: null,
  } as RequestContext['identity'];
}

/** `05/Nov/2026:13:04:59 +0000`, the Common Log Format (documented). */
function commonLogTime(date: Date): string {
  const two = (number: number) => String(number).padStart(2, '0');
  const day = `${two(date.getUTCDate())}/${MONTHS[date.getUTCMonth()]}/${date.getUTCFullYear()}`;
  const time = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':');
  return `${day}:${time} +0000`;
}
