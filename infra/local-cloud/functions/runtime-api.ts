import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { readText } from './bounded-text';
import {
  invocationHeaders,
  MAX_RESPONSE_BYTES,
  type RuntimeError,
  type RuntimeInvocation,
  type RuntimeResult,
  readError,
  readResult,
  routeOf,
} from './runtime-protocol';

/**
 * What the runtime tells: that it wants work, how the work went, that it cannot start - or, by a reset of
 * its connection, that it died before it had read its event.
 */
export type RuntimeCall =
  | { call: 'next' }
  | RuntimeResult
  | ({ call: 'init-error' } & RuntimeError)
  | { call: 'unread' };

/** Serves the Lambda Runtime API, on a free port of 127.0.0.1, to the one runtime of one environment. */
export class RuntimeApi {
  readonly #server: Server;
  readonly #onCall: (call: RuntimeCall) => void;
  readonly #connections = new Set<Socket>();
  /** The pending `next`. */
  #waiting: ServerResponse | undefined;
  /** The invocation under way, and the connection that its event was written to. */
  #current: { requestId: string; receiver: Socket } | undefined;

  static async start(onCall: (call: RuntimeCall) => void): Promise<RuntimeApi> {
    const api = new RuntimeApi(onCall);
    await new Promise<void>((resolve, reject) => {
      api.#server.once('error', reject).listen(0, '127.0.0.1', resolve);
    });
    return api;
  }

  private constructor(onCall: (call: RuntimeCall) => void) {
    this.#onCall = onCall;
    // A frozen runtime keeps its connection open for as long as it is frozen.
    this.#server = createServer({ keepAliveTimeout: 0, requestTimeout: 0 }, (req, res) => {
      res.on('error', () => {});
      // A call cut off half-way means that its process died; the process's exit tells the story.
      this.#answer(req, res).catch(() => res.destroy());
    });
    this.#server.on('connection', (socket) => {
      this.#connections.add(socket);
      socket.once('close', () => this.#connections.delete(socket));
    });
    this.#server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
      // Unix answers with a reset, not with an end, for a process that dies with unread input.
      if (error.code === 'ECONNRESET' && socket === this.#current?.receiver) onCall({ call: 'unread' });
      socket.destroy();
    });
  }

  /** `host:port`, the value of AWS_LAMBDA_RUNTIME_API. */
  get address(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** True while a `next` is pending and, as far as is known, someone is there to read the answer. */
  get hasWaitingRuntime(): boolean {
    return this.#waiting?.socket?.readable === true;
  }

  /** Answers the pending `next`; false when nobody is there any more. */
  deliver(invocation: RuntimeInvocation): boolean {
    const res = this.#waiting;
    if (!res?.socket?.readable) return false;
    this.#waiting = undefined;
    this.#current = { requestId: invocation.requestId, receiver: res.socket };
    res.writeHead(200, invocationHeaders(invocation)).end(invocation.eventJson);
    return true;
  }

  /**
   * Call after the process has ended. Lets its connections end by themselves, so that nothing in them
   * stays unread; `server.close` would first drop those that look idle. 200 ms are for a stranger's.
   */
  async close(): Promise<void> {
    const cut = setTimeout(() => this.#server.closeAllConnections(), 200);
    const ends = [...this.#connections].map((socket) => new Promise((done) => socket.once('close', done)));
    await Promise.all(ends);
    clearTimeout(cut);
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const route = routeOf(req);
    switch (route?.route) {
      case undefined:
        return reply(res, 404, 'NotFound');
      case 'next':
        if (this.#waiting !== undefined || this.#current !== undefined) {
          return reply(res, 403, 'InvalidStateTransition');
        }
        this.#waiting = res;
        return this.#onCall({ call: 'next' });
      case 'init-error':
        this.#onCall({ call: 'init-error', ...readError(await readText(req, MAX_RESPONSE_BYTES)) });
        return reply(res, 202);
      case 'result':
        return this.#takeResult(route.requestId, route.isError, req, res);
    }
  }

  async #takeResult(requestId: string, isError: boolean, req: IncomingMessage, res: ServerResponse) {
    const body = await readText(req, MAX_RESPONSE_BYTES);
    if (requestId !== this.#current?.requestId) return reply(res, 400, 'InvalidRequestID');
    this.#current = undefined;
    this.#onCall(readResult(isError, body, req));
    if (body === undefined) reply(res, 413, 'RequestEntityTooLarge');
    else reply(res, 202);
  }
}

function reply(res: ServerResponse, status: number, errorType?: string): void {
  const body = errorType === undefined ? { status: 'OK' } : { errorType, errorMessage: errorType };
  res.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}
