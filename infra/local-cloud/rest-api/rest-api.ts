import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Invoke } from '../functions/invocation';
import { type AccessEntry, accessLogLine } from './access-log';
import type { Answer } from './answer';
import type { TokenCheckByArn } from './authorize';
import type { Exchange } from './exchange';
import { createGateway, type Gateway } from './gateway';
import type { GatewayFailure } from './gateway-failure';
import { readRequest, refusalOf, unreadRequest } from './incoming-request';
import { readApiModel } from './read-model';
import { type GatewayRequest, parseTarget } from './request';
import { type RequestBody, readBody } from './request-body';
import type { TemplateInput } from './template-view';
import { isGone, writeAnswer } from './write-answer';

/** What a REST API is made from. */
export interface RestApiInput extends TemplateInput {
  /** The functions that run here, by ARN. Asked at every request, so that functions can be replaced. */
  readonly invokeByArn: (functionArn: string) => Invoke | undefined;
  /** The user pools that run here, by ARN. */
  readonly tokenCheckByArn: TokenCheckByArn;
  /** Hears of every answer, after it was sent. */
  readonly onAccess: (entry: AccessEntry) => void;
  /** Milliseconds since the epoch; the system's clock unless a test brings its own. */
  readonly now?: () => number;
}

/** A REST API that answers HTTP requests. */
export interface RestApi {
  /** Answers one request, always, and never throws. */
  readonly handler: (request: IncomingMessage, response: ServerResponse) => void;
  /** The path that all of the API is under, `/dev`. */
  readonly stagePath: string;
  /** What the template asks for and is not run here, one line each. */
  readonly unsupported: readonly string[];
  /** The answer to a request that could not be read as HTTP. */
  readonly refuse: (failure: GatewayFailure) => Promise<Answer>;
}

/**
 * Creates the REST API of a resolved template.
 *
 * Comments in this folder say how a behaviour of AWS is known: *recorded* (seen on AWS, in public snapshots and
 * logs), *documented* (by AWS), *source* (read in the source of another emulator), *assumption* (not confirmed).
 *
 * @throws Error when the template has no such API or no stage for it.
 */
export function createRestApi(input: RestApiInput): RestApi {
  const now = input.now ?? Date.now;
  const gateway = createGateway(readApiModel(input), { ...input, now });
  const report = createReporter(gateway, input.onAccess, now);
  return {
    stagePath: `/${gateway.api.stage.name}`,
    unsupported: gateway.unsupported,
    handler: (request, response) => {
      const receivedAt = now();
      // A client that goes away while it is being answered is its own affair.
      response.on('error', () => {});
      void readBody(request)
        .then((body) => answerRequest({ gateway, request, response, receivedAt, report }, body))
        .catch((error: unknown) => lastResort(response, error));
    },
    refuse: async (failure) => {
      const exchange = await gateway.answer(unreadRequest(now()), failure);
      report(exchange);
      return exchange.answer;
    },
  };
}

type Reporter = (exchange: Exchange & { answer: Answer }) => void;

interface Call {
  readonly gateway: Gateway;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly receivedAt: number;
  readonly report: Reporter;
}

async function answerRequest(call: Call, body: RequestBody): Promise<void> {
  const { gateway, request, response, receivedAt } = call;
  if (body.kind === 'aborted' || isGone(response)) return;
  const target = parseTarget(request.url ?? '/', gateway.api.stage.name);
  const read = readRequest(request, target, body, receivedAt);
  const exchange =
    target.path === undefined
      ? { request: read, trace: { full: '', forwarded: '' }, answer: outsideStage(gateway, read) }
      : await gateway.answer(read, refusalOf(request, read, body));
  if (isGone(response)) {
    call.report(exchange);
    return;
  }
  response.on('close', () => call.report(exchange));
  if (body.kind === 'too-large' && !body.finished) {
    // What the client still sends must not be taken for its next request.
    response.shouldKeepAlive = false;
  }
  writeAnswer(response, exchange.answer);
}

/**
 * Outside of the stage there is nothing. AWS answers 403 `{"message":"Forbidden"}` (assumption); here it is
 * nearly always a forgotten stage in a URL, so the local server says so in its own words.
 */
function outsideStage(gateway: Gateway, request: GatewayRequest): Answer {
  const problem = {
    type: 'about:blank',
    title: 'Not Found',
    status: 404,
    detail: `This API is under /${gateway.api.stage.name}.`,
    requestId: request.requestId,
  };
  return {
    status: 404,
    headers: [
      ['Content-Type', 'application/problem+json'],
      ['x-amzn-RequestId', request.requestId],
    ],
    body: Buffer.from(JSON.stringify(problem)),
  };
}

/** A mistake in the gateway itself must neither end the process nor leave a client waiting. */
function lastResort(response: ServerResponse, error: unknown): void {
  console.error('The local REST API failed to answer a request.', error);
  if (response.headersSent) response.destroy();
  else
    response
      .writeHead(500, { 'Content-Type': 'application/json' })
      .end('{"message":"Internal server error"}');
}

function createReporter(
  gateway: Gateway,
  onAccess: (entry: AccessEntry) => void,
  now: () => number,
): Reporter {
  return (exchange) => {
    const { request, answer, failure } = exchange;
    const durationMs = now() - request.receivedAt;
    const line = accessLogLine(gateway.api, { ...exchange, responseLatency: durationMs });
    onAccess({
      method: request.method,
      path: request.fullPath,
      status: answer.status,
      durationMs,
      requestId: request.requestId,
      ...(line === undefined ? {} : { line }),
      ...(failure === undefined ? {} : { error: failure.message }),
    });
  };
}
