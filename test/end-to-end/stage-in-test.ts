import type { Tokens } from '../../postman/users/user-pool';
import type { Item } from '../../services/items/contract';
import { open, type Reply, send, untilClosed } from '../local-cloud/rest-api/support/client';
import { confidential, tokenLike } from './confidential';
import { expectDocumented, type Failures, readReplies } from './documented-answers';
import { npmStart, type Started, temporaryDirectory } from './npm-start';
import { tokensFor } from './signed-in';

const me = 'me@example.com';

export interface Ask {
  readonly headers?: Record<string, string | string[]>;
  /** What is not text or bytes is sent as JSON. */
  readonly body?: unknown;
  readonly failures?: Failures;
  /** Who asks: by an e-mail address, or nobody. */
  readonly as?: string | 'nobody';
}

/** A stage that runs for one test file. Every answer is held against the documentation before a test sees it. */
export interface StageInTest {
  readonly port: number;
  readonly url: string;
  /** Where it keeps what it stores. */
  readonly data: string;
  /** The tokens of somebody, who is made if need be. */
  tokensOf(email: string): Promise<Tokens>;
  readonly output: () => string;
  readonly running: () => Started;
  /** Ends it as Ctrl-C does, and starts it again on a port. */
  restart(port: number): Promise<void>;
  /** Sends one request below the stage; an answer that takes longer than 15 seconds counts as none. */
  ask(method: string, path: string, ask?: Ask): Promise<Reply>;
  /** Sends bytes as they are, in the given pieces, and reads until the connection ends. */
  bytes(request: string | Buffer, pieces?: number): Promise<Reply[]>;
  create(data?: object, headers?: Record<string, string>): Promise<Item>;
  read(id: string): Promise<Item>;
  /** All items, page by page. */
  list(limit?: number): Promise<Item[]>;
  /** What must never be in what npm start prints. */
  expectDiscretion(): void;
}

export function stageInTest(): StageInTest {
  const data = temporaryDirectory();
  let running: Started | undefined;
  const signedIn = new Map<string, Promise<Tokens>>();
  beforeAll(async () => {
    running = await npmStart({ data });
    await stage.tokensOf(me);
  });
  afterAll(() => running?.stop());
  const started = () => running ?? missing();

  const stage: StageInTest = {
    data,
    get port() {
      return Number(new URL(started().url).port);
    },
    get url() {
      return started().url;
    },
    tokensOf(email) {
      const tokens = signedIn.get(email) ?? tokensFor(started().url, email);
      signedIn.set(email, tokens);
      return tokens;
    },
    running: started,
    async restart(port) {
      await started().stop();
      running = await npmStart({ data, args: ['--port', String(port)] });
    },
    output: () => started().output(),

    async ask(method, path, { headers = {}, body, failures = 'none', as = me } = {}) {
      const asText = typeof body === 'string' || Buffer.isBuffer(body) || body === undefined;
      const reply = await answeredInTime(
        `${method} ${path}`,
        send(stage.port, `/dev${path}`, {
          method,
          headers: {
            ...(as !== 'nobody' && { Authorization: `Bearer ${(await stage.tokensOf(as)).idToken}` }),
            ...(asText ? {} : { 'Content-Type': 'application/json' }),
            ...headers,
          },
          ...(body !== undefined && { body: asText ? (body as string) : JSON.stringify(body) }),
        }),
      );
      expectDocumented({ method, target: `/dev${path}`, failures }, reply);
      return reply;
    },

    async bytes(request, pieces = 1) {
      const socket = await open(stage.port);
      const received = untilClosed(socket);
      const bytes = Buffer.from(request as string, 'latin1');
      const size = Math.ceil(bytes.length / pieces);
      for (let start = 0; start < bytes.length; start += size) {
        socket.write(bytes.subarray(start, start + size));
        await new Promise((resolve) => setImmediate(resolve));
      }
      return readReplies(await answeredInTime('bytes', received));
    },

    async create(data = {}, headers = {}) {
      const body = { name: confidential, data };
      const reply = await stage.ask('POST', '/items', { body, headers });
      expect(reply.status).toBe(201);
      return JSON.parse(reply.body);
    },

    async read(id) {
      const reply = await stage.ask('GET', `/items/${id}`);
      expect(reply.status).toBe(200);
      return JSON.parse(reply.body);
    },

    async list(limit = 100) {
      const items: Item[] = [];
      for (let query = `?limit=${limit}`; ; ) {
        const reply = await stage.ask('GET', `/items${query}`);
        expect(reply.status).toBe(200);
        const page = JSON.parse(reply.body) as { items: Item[]; nextCursor?: string };
        items.push(...page.items);
        if (page.nextCursor === undefined) return items;
        query = `?limit=${limit}&cursor=${page.nextCursor}`;
      }
    },

    expectDiscretion() {
      // What it prints at its start are lines to be typed, with the word in them.
      const sinceStart = stage.output().replace(/^[\s\S]*Not the same as on AWS/, '');
      for (const word of [confidential, 'Bearer', 'uthorization']) expect(sinceStart).not.toContain(word);
      expect(stage.output()).not.toMatch(tokenLike);
    },
  };
  return stage;
}

function missing(): never {
  throw new Error('The stage has not been started.');
}

async function answeredInTime<T>(what: string, answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} got no answer in 15 seconds`)), 15_000);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
