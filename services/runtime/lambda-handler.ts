import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import type { Contract, Route } from '../contract/contract';
import { ownerOf } from './owner';
import { toProblem } from './problem';
import { parseRequest, type RequestOf } from './request';
import { createResponder, type Response, type ResponseOf } from './response';
import { setting } from './settings';
import { createTelemetry } from './telemetry';

/** What the handler of a public route is told beside the request: nothing of who asks. */
export interface Visitor {
  /** The path as the client wrote it, with the stage or a domain's base path in front, without slashes at its end. */
  readonly path: string;
}

/** What the handler of any other route is told. */
export interface Caller extends Visitor {
  /** Whose data this request may touch. */
  readonly owner: string;
}

/** One function for each route of a contract: leave one out, or answer what it does not say, and it does not compile. */
export type Handlers<C extends Contract> = {
  [N in keyof C['routes']]: (
    request: RequestOf<C['routes'][N]>,
    caller: C['routes'][N] extends { readonly public: true } ? Visitor : Caller,
  ) => Promise<ResponseOf<C['routes'][N]>>;
};

type AnyHandler = (request: RequestOf<Route>, caller: Visitor | Caller) => Promise<Response>;

/** The Lambda handler of a service: parse, dispatch, respond, and one log line for each request. */
export function createLambdaHandler<C extends Contract>(contract: C, handlers: Handlers<C>) {
  const telemetry = createTelemetry();
  const responder = createResponder(setting('ALLOWED_ORIGIN'));
  const routes = new Map<string, { route: Route; handle: AnyHandler }>();
  for (const [name, route] of Object.entries(contract.routes)) {
    const handle = handlers[name as keyof Handlers<C>] as unknown as AnyHandler;
    routes.set(`${route.method} ${route.path}`, { route, handle });
  }

  async function respond(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
    // API Gateway has matched the route: this is a look-up, not a second router.
    const matched = routes.get(`${event.httpMethod} ${event.resource}`);
    if (!matched)
      throw new Error(`No route ${event.httpMethod} ${event.resource} in the ${contract.service} contract`);
    const { route, handle } = matched;
    const caller = callerOf(route, event);
    return responder.answer(await handle(parseRequest(route, event), caller));
  }

  return async (event: APIGatewayProxyEvent, context: Context): Promise<APIGatewayProxyResult> => {
    const started = performance.now();
    const { requestId } = event.requestContext;
    let failure: unknown;
    const result = await telemetry
      .traced(() => respond(event))
      .catch((error: unknown) => {
        failure = error;
        return responder.problem(toProblem(error, requestId));
      });
    const line = {
      requestId,
      invocationId: context.awsRequestId,
      status: result.statusCode,
      durationMs: Math.round((performance.now() - started) * 10) / 10,
    };
    const message = `${event.httpMethod} ${event.resource}`;
    if (result.statusCode < 500) telemetry.logger.info(message, line);
    else telemetry.logger.error(message, { ...line, error: failure as Error });
    return result;
  };
}

function callerOf(route: Route, event: APIGatewayProxyEvent): Visitor | Caller {
  const path = event.requestContext.path.replace(/\/+$/, '');
  return route.public ? { path } : { path, owner: ownerOf(event) };
}
