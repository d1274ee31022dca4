import type { IncomingMessage } from 'node:http';

/** The gateway's own limit, 10 MB (documented as a quota; counted in MiB, an assumption). */
export const MAX_BODY_BYTES = 10 * 1024 * 1024;
/** How much of an oversize body is read and thrown away before the gateway answers regardless. */
const MAX_DISCARDED_BYTES = 64 * 1024 * 1024;

export type RequestBody =
  | { kind: 'complete'; bytes: Buffer }
  /** `finished` tells whether the client was heard out; if not, its connection cannot be used again. */
  | { kind: 'too-large'; finished: boolean }
  /** The client went away; nobody waits for an answer. */
  | { kind: 'aborted' };

/**
 * Reads a request's body.
 *
 * An oversize body is read to its end and discarded: a client that is still sending would see a reset
 * connection instead of the 413. Beyond 64 MB the answer goes out anyway.
 */
export function readBody(request: IncomingMessage): Promise<RequestBody> {
  return new Promise((resolve) => {
    let chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > MAX_DISCARDED_BYTES) resolve({ kind: 'too-large', finished: false });
      if (size > MAX_BODY_BYTES) chunks = [];
      else chunks.push(chunk);
    });
    request.on('end', () => {
      if (size > MAX_BODY_BYTES) resolve({ kind: 'too-large', finished: true });
      else resolve({ kind: 'complete', bytes: Buffer.concat(chunks, size) });
    });
    // A connection that breaks off is an error and then a close; the close tells all there is to tell.
    request.on('error', () => {});
    request.on('close', () => resolve({ kind: 'aborted' }));
  });
}
