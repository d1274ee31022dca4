import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type GatewayFailure, malformedRequest, requestTooLarge } from './gateway-failure';
import { type HeaderList, headerValue, pairHeaders } from './headers';
import type { GatewayRequest, RequestTarget } from './request';
import type { RequestBody } from './request-body';

/** Request line and header values together (documented quota). */
const MAX_HEADER_BYTES = 10_240;

/** What Node received, as the gateway sees it. */
export function readRequest(
  request: IncomingMessage,
  target: RequestTarget,
  body: RequestBody,
  receivedAt: number,
): GatewayRequest {
  return {
    ...identify(receivedAt),
    method: request.method ?? '-',
    fullPath: target.fullPath,
    path: target.path ?? target.fullPath,
    query: target.query,
    headers: pairHeaders(request.rawHeaders),
    body: body.kind === 'complete' ? body.bytes : Buffer.alloc(0),
    protocol: `HTTP/${request.httpVersion}`,
    sourceIp: request.socket.remoteAddress ?? '127.0.0.1',
    localPort: request.socket.localPort ?? 0,
  };
}

function identify(receivedAt: number) {
  return { receivedAt, requestId: randomUUID(), extendedRequestId: randomBytes(11).toString('base64') };
}

/** What is wrong with a request as a whole, whatever its route; undefined when nothing is. */
export function refusalOf(
  message: IncomingMessage,
  read: GatewayRequest,
  body: RequestBody,
): GatewayFailure | undefined {
  const size = headerBytes(`${read.method} ${message.url} ${read.protocol}`, read.headers);
  if (size > MAX_HEADER_BYTES) return requestTooLarge(`${size} bytes of request line and headers`);
  if (body.kind === 'too-large') return requestTooLarge('the body is over 10 MB');
  // Node also takes a bare `GET /path` for HTTP/0.9.
  if (message.httpVersionMajor !== 1)
    return malformedRequest(`HTTP/${message.httpVersion} is not spoken here`);
  // RFC 9112 requires it, and AWS finds the API by it.
  if (message.httpVersion === '1.1' && headerValue(read.headers, 'host') === undefined) {
    return malformedRequest('an HTTP/1.1 request needs a Host header');
  }
  return undefined;
}

function headerBytes(requestLine: string, headers: HeaderList): number {
  return headers.reduce((size, [, value]) => size + Buffer.byteLength(value, 'latin1'), requestLine.length);
}

/** Stands in for a request of which nothing can be told. */
export function unreadRequest(receivedAt: number): GatewayRequest {
  return {
    ...identify(receivedAt),
    method: '-',
    fullPath: '-',
    path: '-',
    query: [],
    headers: [],
    body: Buffer.alloc(0),
    protocol: 'HTTP/1.1',
    sourceIp: '127.0.0.1',
    localPort: 0,
  };
}
