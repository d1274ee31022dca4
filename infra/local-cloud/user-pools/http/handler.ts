import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answer } from '../../rest-api/answer';
import { type RequestBody, readBody } from '../../rest-api/request-body';
import { isGone, writeAnswer } from '../../rest-api/write-answer';
import { answerProblem, answerWith } from './answers';
import type { Endpoint } from './endpoint';

/** More than any request to Cognito can have (documented: 1 MB). */
const MAX_BODY_BYTES = 1024 * 1024;

/** Finds what is at a path below the prefix; `/` is the prefix itself. */
export type FindEndpoint = (path: string) => Endpoint | undefined;

/** Answers every request at and below a prefix, and never throws. */
export function createHandler(prefix: string, endpoints: () => FindEndpoint) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    // A client that goes away while it is being answered is its own affair.
    response.on('error', () => {});
    void readBody(request)
      .then(async (body) => {
        if (body.kind === 'aborted' || isGone(response)) return;
        // What the client still sends must not be taken for its next request.
        if (body.kind === 'too-large' && !body.finished) response.shouldKeepAlive = false;
        const answer = await answerRequest(prefix, endpoints(), request, body);
        if (!isGone(response)) writeAnswer(response, answer);
      })
      .catch((error: unknown) => lastResort(response, error));
  };
}

async function answerRequest(
  prefix: string,
  find: FindEndpoint,
  request: IncomingMessage,
  body: RequestBody,
): Promise<Answer> {
  if (!isOfThisMachine(request.headers.host)) {
    const detail = 'Call the local user pool as 127.0.0.1 or localhost: under another name, a website could.';
    return answerProblem(403, detail);
  }
  // RFC 9112 wants every server to accept a whole URL, too.
  const [target = '', ...query] = (request.url ?? '').replace(/^https?:\/\/[^/?#]*/i, '').split('?');
  const path = target.slice(prefix.length) || '/';
  const endpoint = find(path);
  if (!endpoint) return answerProblem(404, `There is nothing at ${prefix}${path} in the local user pool.`);
  const answer = await answerAt(endpoint, request, new URLSearchParams(query.join('?')), body);
  return endpoint.anyOrigin ? { ...answer, headers: [...answer.headers, ...anyOrigin] } : answer;
}

async function answerAt(
  endpoint: Endpoint,
  request: IncomingMessage,
  query: URLSearchParams,
  body: RequestBody,
): Promise<Answer> {
  if (request.method === 'OPTIONS' && endpoint.anyOrigin) return answerWith(204, '', preflight);
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const respond = method === 'GET' || method === 'POST' ? endpoint[method] : undefined;
  if (!respond) {
    const allowed = [endpoint.GET && 'GET, HEAD', endpoint.POST && 'POST', endpoint.anyOrigin && 'OPTIONS'];
    const allow = allowed.filter(Boolean).join(', ');
    return answerProblem(405, `The methods here are: ${allow}.`, [['Allow', allow]]);
  }
  if (body.kind !== 'complete' || body.bytes.length > MAX_BODY_BYTES) {
    return answerProblem(413, 'A request to the local user pool has at most 1 MB.');
  }
  return respond({ query, headers: request.headers, body: body.bytes });
}

const anyOrigin = [['Access-Control-Allow-Origin', '*']] as const;

const preflight = [
  ['Access-Control-Allow-Methods', 'GET, POST, OPTIONS'],
  // A star does not stand for this one header.
  ['Access-Control-Allow-Headers', 'Authorization, *'],
  ['Access-Control-Max-Age', '600'],
] as const;

/**
 * A website can point a name of its own at 127.0.0.1 (DNS rebinding), and a browser then takes this server for
 * that website's; the Host header tells.
 */
function isOfThisMachine(host: string | undefined): boolean {
  return /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/i.test(host ?? '');
}

/** A mistake in here must neither end the process nor leave a client waiting. */
function lastResort(response: ServerResponse, error: unknown): void {
  console.error('The local user pool failed to answer a request.', error);
  if (response.headersSent) response.destroy();
  else writeAnswer(response, answerProblem(500, 'The local user pool failed; its console tells more.'));
}
