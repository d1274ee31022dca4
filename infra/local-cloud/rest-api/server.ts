import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerBrokenRequests } from './broken-requests';
import { type Connections, trackConnections } from './connections';
import type { RestApi } from './rest-api';

/** A REST API that listens. */
export interface RestApiServer {
  readonly port: number;
  /** Where the API is: `http://127.0.0.1:<port>/<stage>`. */
  readonly url: string;
  /** Stops listening, lets requests in flight finish for a short time, and ends every connection. */
  stop(): Promise<void>;
}

export interface ServeOptions {
  readonly api: RestApi;
  /** 0 for one of the system's choice. */
  readonly port: number;
  /** What else listens there: it answers everything at and below its path. */
  readonly beside?: { readonly path: `/${string}`; readonly handler: RequestListener };
  /** How long a client may take to send one request, in milliseconds. */
  readonly requestTimeoutMs?: number;
  /** How long `stop` waits for requests in flight, in milliseconds. */
  readonly stopGraceMs?: number;
}

/** Somebody else listens on the port. */
export class PortInUseError extends Error {
  readonly port: number;

  constructor(port: number, cause: unknown) {
    super(`Port ${port} is in use; stop what listens there, or choose another port.`, { cause });
    this.name = 'PortInUseError';
    this.port = port;
  }
}

/**
 * Serves a REST API on 127.0.0.1.
 *
 * @throws PortInUseError when the port is taken.
 */
export async function serveRestApi(options: ServeOptions): Promise<RestApiServer> {
  const { api, beside } = options;
  const server = createHttpServer(options.requestTimeoutMs ?? 60_000);
  server.on('request', (request, response) => {
    if (beside && isAt(beside.path, request.url ?? '')) beside.handler(request, response);
    else api.handler(request, response);
  });
  // An Expect header other than 100-continue is no reason to refuse; the gateway drops it (recorded).
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
  const connections = trackConnections(server);
  answerBrokenRequests(server, (failure) => api.refuse(failure));
  const port = await listen(server, options.port);
  let stopping: Promise<void> | undefined;
  return {
    port,
    get url() {
      return `http://127.0.0.1:${port}${api.stagePath}`;
    },
    stop: () => {
      stopping ??= stop(server, connections, options.stopGraceMs ?? 3_000);
      return stopping;
    },
  };
}

/** @param target a path, or a whole URL, which RFC 9112 wants every server to accept. */
function isAt(path: string, target: string): boolean {
  const below = target.replace(/^https?:\/\/[^/?#]*/i, '');
  return below.startsWith(path) && /^($|[/?])/.test(below.slice(path.length));
}

function createHttpServer(requestTimeoutMs: number): Server {
  const server = createServer({
    // Over AWS's 10,240 bytes, so that such a request is read and answered in the gateway's words.
    maxHeaderSize: 64 * 1024,
    // Node would answer without the gateway's headers; the API checks it instead.
    requireHostHeader: false,
    requestTimeout: requestTimeoutMs,
    headersTimeout: Math.min(requestTimeoutMs, 20_000),
    connectionsCheckingInterval: Math.min(requestTimeoutMs, 1_000),
    // Clients reuse connections; Node's own 5 s are short enough to race with them.
    keepAliveTimeout: 65_000,
  });
  // Node would drop headers over 2,000 without a word.
  server.maxHeadersCount = 0;
  return server;
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const refuse = (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? new PortInUseError(port, error) : error);
    };
    server.once('error', refuse);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', refuse);
      // Later errors concern single connections, such as too many open files, and must not end the process.
      server.on('error', (error) => console.error('The local REST API had an error while listening.', error));
      resolve((server.address() as AddressInfo).port);
    });
  });
}

async function stop(server: Server, connections: Connections, graceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  connections.endAll();
  const cut = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearTimeout(cut);
}
