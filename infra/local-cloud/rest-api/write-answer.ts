import { type ServerResponse, STATUS_CODES } from 'node:http';
import type { Answer } from './answer';

/** Statuses whose answers have no body in HTTP. */
const BODILESS = [204, 304];

/** Sends an answer as it is, header spelling and repeated names included. */
export function writeAnswer(response: ServerResponse, answer: Answer): void {
  const headers = BODILESS.includes(answer.status)
    ? answer.headers
    : [...answer.headers, ['Content-Length', String(answer.body.length)] as const];
  response.writeHead(answer.status, STATUS_CODES[answer.status] ?? '', headers.flat());
  // Node leaves the body out where HTTP has none: HEAD, 204 and 304.
  response.end(answer.body);
}

/** Whether nobody waits for this answer any more: the client left, or was answered for broken HTTP. */
export function isGone(response: ServerResponse): boolean {
  // Not by the response's own socket: a pipelined one has none until those before it are sent.
  return response.destroyed || response.req.socket.destroyed;
}

/** An answer as bytes, for a socket whose request Node could not read; the connection ends with it. */
export function answerAsBytes(answer: Answer): Buffer {
  const head = [
    `HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status] ?? ''}`,
    ...answer.headers.map(([name, value]) => `${name}: ${value}`),
    `Date: ${new Date().toUTCString()}`,
    `Content-Length: ${answer.body.length}`,
    'Connection: close',
  ];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'latin1'), answer.body]);
}
