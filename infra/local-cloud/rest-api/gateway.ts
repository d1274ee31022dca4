import type { Invoke } from '../functions/invocation';
import type { Answer } from './answer';
import { authorize, type TokenCheckByArn } from './authorize';
import { type Exchange, scopeOf } from './exchange';
import { configurationError, GatewayFailure, missingAuthenticationToken, throttled } from './gateway-failure';
import { renderFailure } from './gateway-responses';
import { runLambdaProxy } from './lambda-proxy';
import { runMock } from './mock-integration';
import type { ApiModel } from './model';
import type { GatewayRequest } from './request';
import { createValidation, type RequestValidation } from './request-validation';
import { createRouter, type Route, type Router } from './routing';
import { createThrottle, type Throttle } from './throttle';
import { createTracer, type Trace, type Tracer } from './trace-header';

/** An API ready to answer; free of sockets. */
export interface Gateway {
  readonly api: ApiModel;
  readonly unsupported: readonly string[];
  /** Answers a request; `refusal` is a failure that was found before, such as an oversize body. */
  answer(request: GatewayRequest, refusal?: GatewayFailure): Promise<Exchange & { answer: Answer }>;
}

interface Parts {
  readonly api: ApiModel;
  readonly router: Router;
  readonly throttle: Throttle;
  readonly validate: RequestValidation;
  readonly tracer: Tracer;
  readonly invokeByArn: (functionArn: string) => Invoke | undefined;
  readonly tokenCheckByArn: TokenCheckByArn;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Puts an API together. */
export function createGateway(
  api: ApiModel,
  { invokeByArn, tokenCheckByArn, now }: Pick<Parts, 'invokeByArn' | 'tokenCheckByArn' | 'now'>,
): Gateway {
  const { validate, unsupported } = createValidation(api.apiId, api.schemas);
  const parts: Parts = {
    api,
    validate,
    invokeByArn,
    tokenCheckByArn,
    now,
    router: createRouter(api.resources),
    throttle: createThrottle(api.stage.throttles, now),
    tracer: createTracer(api.stage.tracing, now),
  };
  return {
    api,
    unsupported: [...api.unsupported, ...unsupported],
    answer: (request, refusal) => answer(parts, request, refusal),
  };
}

/** Route, access, rate, parameters and body, integration: the order in which API Gateway checks (assumption). */
async function answer(
  parts: Parts,
  request: GatewayRequest,
  refusal: GatewayFailure | undefined,
): Promise<Exchange & { answer: Answer }> {
  const trace = parts.tracer(request.headers);
  let exchange: Exchange = { request, trace };
  let invokedAt: number | undefined;
  const latency = () => (invokedAt === undefined ? {} : { integrationLatency: parts.now() - invokedAt });
  try {
    if (refusal) throw refusal;
    const route = match(parts, request);
    exchange = { ...exchange, route };
    const claims = await authorize(route.method.authorization, request, parts.tokenCheckByArn);
    if (claims) exchange = { ...exchange, claims };
    admit(parts, request, route);
    if (route.method.integration.kind === 'lambda-proxy') invokedAt = parts.now();
    const reached = await integrate(parts, exchange, route, trace);
    return { ...exchange, ...latency(), answer: identified(reached, request) };
  } catch (error) {
    const failure =
      error instanceof GatewayFailure ? error : configurationError(`the gateway failed: ${trail(error)}`);
    const failed = { ...exchange, ...latency(), failure };
    const rendered = renderFailure(failure, parts.api.gatewayResponses, scopeOf(parts.api, failed));
    return { ...failed, answer: identified(rendered, request) };
  }
}

/** @throws GatewayFailure when there is no such route. */
function match({ router }: Parts, { method, path }: GatewayRequest): Route {
  const route = router(method, path);
  if (!route) throw missingAuthenticationToken();
  return route;
}

/** @throws GatewayFailure when the request must not reach the integration. */
function admit(parts: Parts, request: GatewayRequest, route: Route): void {
  if (route.method.integration.kind === 'broken') throw configurationError(route.method.integration.reason);
  if (!parts.throttle(route.resource.path, route.method.httpMethod)) throw throttled();
  const misfit = parts.validate(request, route);
  if (misfit) throw misfit;
}

async function integrate(parts: Parts, exchange: Exchange, route: Route, trace: Trace): Promise<Answer> {
  const { api, invokeByArn } = parts;
  const { integration } = route.method;
  switch (integration.kind) {
    case 'lambda-proxy':
      return runLambdaProxy({
        api,
        route,
        trace,
        integration,
        invokeByArn,
        request: exchange.request,
        claims: exchange.claims,
      });
    case 'mock':
      return runMock(integration, scopeOf(api, exchange));
    case 'broken':
      throw configurationError(integration.reason);
  }
}

/** Every answer carries both ids (recorded); a function's own headers of these names give way (assumption). */
function identified(answer: Answer, request: GatewayRequest): Answer {
  const own = ['x-amzn-requestid', 'x-amz-apigw-id'];
  const rest = answer.headers.filter(([name]) => !own.includes(name.toLowerCase()));
  return {
    ...answer,
    headers: [
      ...rest,
      ['x-amzn-RequestId', request.requestId],
      ['x-amz-apigw-id', request.extendedRequestId],
    ],
  };
}

function trail(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
