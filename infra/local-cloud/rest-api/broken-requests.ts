import { once } from 'node:events';
import type { Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Answer } from './answer';
import {
  type GatewayFailure,
  malformedRequest,
  missingAuthenticationToken,
  requestTooLarge,
} from './gateway-failure';
import { answerAsBytes } from './write-answer';

/** How long a refused client may go on sending before its connection is cut, so that it reads the answer first. */
const LINGER_MS = 500;

/**
 * Answers what Node's HTTP parser refuses (malformed HTTP, oversize headers, requests that never end, CONNECT)
 * in the API's own shape, by hand, on the bare socket. Node itself would answer without the gateway's headers
 * or only close.
 */
export function answerBrokenRequests(
  server: Server,
  refuse: (failure: GatewayFailure) => Promise<Answer>,
): void {
  const open = new WeakMap<Duplex, Set<ServerResponse>>();
  const refused = new WeakSet<Duplex>();

  server.on('request', (request, response) => {
    const responses = open.get(request.socket) ?? new Set();
    open.set(request.socket, responses.add(response));
    response.on('close', () => responses.delete(response));
  });

  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    // The parser reports again for every further byte of a broken request.
    if (refused.has(socket)) return;
    refused.add(socket);
    const responses = [...(open.get(socket) ?? [])];
    if (!socket.writable || error.code === 'ECONNRESET') socket.destroy();
    else void refuseSocket(socket, responses, () => refuse(failureOf(error)));
  });

  server.on('connect', (_, socket) => {
    void refuseSocket(socket, [], () => refuse(missingAuthenticationToken()));
  });
}

/** AWS documents no 408 for REST APIs; a request that never ends is a bad one here. */
function failureOf(error: NodeJS.ErrnoException): GatewayFailure {
  switch (error.code) {
    case 'HPE_HEADER_OVERFLOW':
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return requestTooLarge(error.message);
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return malformedRequest('the request did not arrive in time');
    default:
      return malformedRequest(`${error.code ?? 'error'}: ${error.message}`);
  }
}

async function refuseSocket(
  socket: Duplex,
  responses: readonly ServerResponse[],
  refuse: () => Promise<Answer>,
): Promise<void> {
  socket.on('error', () => socket.destroy());
  // Pipelined requests before the broken one get their answers first.
  const complete = responses.filter(({ req, writableFinished }) => req.complete && !writableFinished);
  await Promise.all(complete.map((response) => once(response, 'close')));
  const answer = await refuse();
  const unfinished = responses.find(({ req }) => !req.complete);
  if (unfinished?.headersSent || !socket.writable) {
    socket.destroy();
    return;
  }
  // The request that broke off must never be answered a second time, nor reach a function. Without its socket
  // destroying the response marks it, and leaves the connection to the bytes below.
  if (unfinished?.socket) unfinished.detachSocket(unfinished.socket);
  unfinished?.destroy();
  socket.end(answerAsBytes(answer));
  setTimeout(() => socket.destroy(), LINGER_MS).unref();
}
