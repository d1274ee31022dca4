import type { Readable } from 'node:stream';

/**
 * Reads a stream to its end as UTF-8, or gives undefined when it holds more than `maxBytes`.
 *
 * The rest is read all the same, without keeping it, so that the sender gets to see its answer.
 * Rejects when the stream is cut off.
 */
export async function readText(stream: Readable, maxBytes: number): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= maxBytes) chunks.push(chunk);
  }
  return bytes <= maxBytes ? Buffer.concat(chunks).toString() : undefined;
}
