import { generateKeyPairSync, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { collection } from '../../postman/collection/collection';
import { startRunner } from '../../postman/newman/run-collection';
import type { Executed, RunEvent } from '../../postman/runner/results';
import { scenarios } from '../../postman/scenarios';
import { services } from '../../services';

jest.setTimeout(60_000);

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const base64url = (text: string) => Buffer.from(text).toString('base64url');

function tokenOf(sub: string): string {
  const signed = `${base64url('{"alg":"RS256"}')}.${base64url(JSON.stringify({ sub, name: `${sub} Größe` }))}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`;
}

/** A stage that answers whatever it is sent as a token, in a header and in its body. */
async function startEcho() {
  const server = createServer(({ headers }, response) => {
    const token = headers.authorization ?? '';
    response.writeHead(401, { 'Content-Type': 'application/problem+json', 'WWW-Authenticate': token });
    response.end(JSON.stringify({ type: 'about:blank', title: token, status: 401, requestId: '1' }));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/dev`, stop: () => server.close().closeAllConnections() };
}

test('an answer that holds a token is found, and no part of it that is worth anything is told', async () => {
  const made = collection(
    services.map(({ contract }) => contract),
    scenarios,
  );
  const folder = made.item.find(({ name }) => name === 'Two users: by an edited token');
  // By Ada's token, by Bo's, by one put together again, and by an edited one.
  const item = folder?.item.slice(0, 5) ?? [];
  const only = { ...made, item: folder ? [{ ...folder, item }] : [] };
  const tokens = { token: tokenOf('ada'), otherToken: tokenOf('bo'), accessToken: tokenOf('access') };
  const echo = await startEcho();
  const told: RunEvent[] = [];
  const variables = { baseUrl: echo.url, origin: 'http://localhost:3000', stage: 'dev', ...tokens };
  const timeouts = { runMs: 50_000, requestMs: 5000, scriptMs: 5000 };
  await startRunner().run({ collection: only, variables, timeouts, bail: false }, (event) =>
    told.push(event),
  );
  echo.stop();

  const executed = told.flatMap((event): Executed[] => (event.type === 'executed' ? [event.executed] : []));
  expect(executed).toHaveLength(5);
  for (const { name, checks } of executed) {
    const check = checks.find((one) => one.name === 'the answer holds nothing of a token');
    expect([name, check?.failure]).toEqual([name, expect.stringContaining('expected false to equal true')]);
  }
  const text = JSON.stringify(told);
  for (const token of Object.values(tokens)) {
    for (const part of token.split('.').slice(1)) expect(text.includes(part)).toBe(false);
  }
});
