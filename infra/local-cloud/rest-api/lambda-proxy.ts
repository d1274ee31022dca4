import type { InvocationOutcome, Invoke } from '../functions/invocation';
import type { Answer } from './answer';
import { isBinary } from './binary-media';
import type { Claims } from './claims';
import { configurationError, functionFailed, integrationTimeout, requestTooLarge } from './gateway-failure';
import { headerValue } from './headers';
import type { ApiModel, LambdaProxyIntegration } from './model';
import { proxyEvent } from './proxy-event';
import { readProxyResponse } from './proxy-response';
import type { GatewayRequest } from './request';
import type { Route } from './routing';
import type { Trace } from './trace-header';

/** Lambda's limit on an event or an answer (recorded in its error message: 6,291,556 bytes). */
const MAX_PAYLOAD_BYTES = 6_291_556;

/** One request on its way to a function. */
export interface ProxyCall {
  readonly api: ApiModel;
  readonly request: GatewayRequest;
  readonly route: Route;
  readonly claims: Claims | undefined;
  readonly trace: Trace;
  readonly integration: LambdaProxyIntegration;
  readonly invokeByArn: (functionArn: string) => Invoke | undefined;
}

/**
 * Invokes the function of a Lambda proxy integration and reads its answer.
 *
 * @throws GatewayFailure for everything but a readable answer.
 */
export async function runLambdaProxy(call: ProxyCall): Promise<Answer> {
  const { api, request, integration } = call;
  const invoke = call.invokeByArn(integration.functionArn);
  if (!invoke) throw configurationError(`no function ${integration.functionArn} runs here`);
  const event = JSON.stringify(proxyEvent(api, request, call.route, call.claims, call.trace.forwarded));
  const outcome = await withinTime(invoke(event, call.trace.full), integration.timeoutMs);
  const payload = readOutcome(outcome, Buffer.byteLength(event));
  const binary = isBinary(headerValue(request.headers, 'accept'), api.binaryMediaTypes);
  const answer = readProxyResponse(payload, binary);
  // On proxy success only (recorded).
  return { ...answer, headers: [...answer.headers, ['X-Amzn-Trace-Id', call.trace.full]] };
}

function readOutcome(outcome: InvocationOutcome, eventBytes: number): string {
  switch (outcome.outcome) {
    case 'answered':
      return outcome.payload;
    case 'failed':
      throw functionFailed(`${outcome.errorType}: ${outcome.errorMessage}`);
    case 'too-large':
      // The outcome does not say which side was too large. An event is the client's fault (413, assumption);
      // an answer is the function's, and AWS answers 502 for it (recorded).
      if (eventBytes > MAX_PAYLOAD_BYTES)
        throw requestTooLarge('the event is over 6 MB, which Lambda refuses');
      throw functionFailed('Function.ResponseSizeTooLarge: the answer is over 6 MB');
  }
}

/** A late answer is thrown away; the function runs on, as on AWS (documented: Lambda has its own timeout). */
async function withinTime(
  outcome: Promise<InvocationOutcome>,
  timeoutMs: number,
): Promise<InvocationOutcome> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    // The client's connection keeps the process going while somebody waits; the timer alone must not.
    timer = setTimeout(() => reject(integrationTimeout(timeoutMs)), timeoutMs).unref();
  });
  const settled = outcome.catch((error: unknown): InvocationOutcome => {
    return { outcome: 'failed', errorType: 'InvokeRejected', errorMessage: String(error) };
  });
  try {
    return await Promise.race([settled, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
