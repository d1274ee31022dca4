import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startUserPools, userPoolsPath } from '../../infra/local-cloud/user-pools/start-user-pools';
import { openUserPool } from '../../postman/users/user-pool';
import { newFileWithKey } from '../local-cloud/user-pools/support/running-pools';
import { stack } from '../local-cloud/user-pools/support/template';

export interface Answer {
  readonly status: number;
  readonly afterMs?: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/**
 * A server that is well, knows how to create and delete things, and has real users; a test may have it answer
 * something else, and the user pool as well.
 */
export async function startTinyStage(
  otherwise: (request: IncomingMessage) => Answer | undefined = () => undefined,
  cognitoOtherwise: typeof otherwise = () => undefined,
) {
  const things = new Set<string>();
  let last = 0;
  const clock = { now: Date.now() };
  const local = stack();
  const id = local.physicalIdOf('Users');
  const pools = await startUserPools({
    stacks: [local],
    file: await newFileWithKey(id),
    onMail: () => {},
    now: () => clock.now,
  });
  const asked: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    asked.push(request);
    const isForPool = request.url?.startsWith(userPoolsPath);
    const other = (isForPool ? cognitoOtherwise : otherwise)(request);
    if (isForPool && !other) return pools.handler(request, response);
    const {
      status,
      afterMs = 5,
      headers = {},
      body = '',
    } = other ?? usual(request.method, request.url ?? '');
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
    if (path === '/dev/items') {
      const items = [...things].map((thing) => ({ id: thing.replace('/dev/items/', '') }));
      return { status: 200, body: JSON.stringify({ items }) };
    }
    return { status: 200, body: JSON.stringify({ status: 'ok', stage: 'dev' }) };
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  pools.serveAt(origin);
  const pool = openUserPool({
    id,
    clientId: local.physicalIdOf('Website'),
    endpoint: `${origin}${userPoolsPath}`,
  });
  return {
    url: `${origin}/dev`,
    pool,
    /** The clock of the users, in milliseconds. */
    clock,
    /** All requests that it was sent. */
    asked,
    /** Who is there now. */
    users: async () => (await pool.list('')).map(({ email }) => email),
    /** What was created and not deleted. */
    things,
    created: () => last,
    async stop() {
      pool.close();
      await new Promise((resolve) => server.close(resolve).closeAllConnections());
      await pools.stop();
    },
  };
}

export type TinyStage = Awaited<ReturnType<typeof startTinyStage>>;
