import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Answer {
  readonly status: number;
  readonly afterMs?: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** A server that is well and knows how to create and delete things; a test may have it answer something else. */
export async function startTinyStage(
  otherwise: (request: IncomingMessage) => Answer | undefined = () => undefined,
) {
  const things = new Set<string>();
  let last = 0;
  const server = createServer((request, response) => {
    const {
      status,
      afterMs = 5,
      headers = {},
      body = '',
    } = otherwise(request) ?? usual(request.method, request.url ?? '');
    request.resume();
    setTimeout(() => response.writeHead(status, headers).end(body), afterMs).unref();
  });
  function usual(method: string | undefined, path: string): Answer {
    if (method === 'POST') {
      const location = `/dev/items/${++last}`;
      things.add(location);
      return { status: 201, headers: { Location: location } };
    }
    if (method === 'DELETE') return { status: things.delete(path) ? 204 : 404 };
    return { status: 200, body: JSON.stringify({ status: 'ok', stage: 'dev' }) };
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/dev`,
    /** What was created and not deleted. */
    things,
    created: () => last,
    stop: () => new Promise((resolve) => server.close(resolve).closeAllConnections()),
  };
}

export type TinyStage = Awaited<ReturnType<typeof startTinyStage>>;
