import type { Answer } from './answer';
import type { Claims } from './claims';
import { requestContext } from './context-variables';
import type { GatewayFailure } from './gateway-failure';
import type { ApiModel } from './model';
import type { MappingScope } from './parameter-mapping';
import type { GatewayRequest } from './request';
import type { Route } from './routing';
import type { Trace } from './trace-header';

/** A request and what has become of it so far. */
export interface Exchange {
  readonly request: GatewayRequest;
  readonly trace: Trace;
  readonly route?: Route;
  /** Of the user that was let in, where the method asks for one. */
  readonly claims?: Claims;
  readonly failure?: GatewayFailure;
  readonly answer?: Answer;
  /** Milliseconds in the function; absent when it was not asked. */
  readonly integrationLatency?: number;
  /** Milliseconds in all. */
  readonly responseLatency?: number;
}

/** What templates and mapping expressions see of an exchange (documented, "$context variables"). */
export function scopeOf(api: ApiModel, exchange: Exchange): MappingScope {
  const { request, route, claims, failure, answer, trace } = exchange;
  return {
    request,
    pathParameters: route?.pathParameters ?? {},
    stageVariables: api.stage.variables,
    context: {
      ...requestContext(api, request, route, claims),
      awsEndpointRequestId: request.extendedRequestId,
      xrayTraceId: /Root=([^;]+)/.exec(trace.full)?.[1],
      ...(failure && { error: errorVariables(failure) }),
      ...(answer && { status: answer.status, responseLength: answer.body.length }),
      responseLatency: exchange.responseLatency,
      ...integrationVariables(exchange),
    },
  };
}

function errorVariables(failure: GatewayFailure) {
  return {
    message: failure.details.message,
    // Already in quotes (documented): templates write it without.
    messageString: JSON.stringify(failure.details.message),
    responseType: failure.type,
    validationErrorString: failure.details.validationError,
  };
}

/** `integrationStatus` is Lambda's 200 whatever the function answered (recorded). */
function integrationVariables({ integrationLatency: latency, answer, failure }: Exchange) {
  if (latency === undefined) return {};
  return {
    integrationLatency: latency,
    integrationStatus: 200,
    integration: { latency, integrationStatus: 200, ...(!failure && answer && { status: answer.status }) },
    ...(failure && { integrationErrorMessage: failure.details.reason }),
  };
}
