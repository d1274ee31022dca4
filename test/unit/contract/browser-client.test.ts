import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from 'esbuild';
import { services } from '../../../services';
import { browserClient } from '../../../services/contract/client/browser-client';
import { ApiError, createClient } from '../../../services/items/client';

const id = '01a204ed-26a6-7431-8db2-18e5229755ff';
const item = { id, name: 'a', data: {}, version: 1, createdAt: '', updatedAt: '' };
const problem = { type: 'about:blank', title: 'Not Found', status: 404, detail: 'Gone.', requestId: 'r' };

/** A client whose requests go nowhere but into `sent`. */
function clientAnsweredBy(status: number, body: unknown, headers: Record<string, string> = {}) {
  const sent: { url: string; init: RequestInit }[] = [];
  const api = createClient({
    baseUrl: 'https://api.example.com/dev/',
    headers: async () => ({ 'X-Own': 'yes' }),
    fetch: async (url, init = {}) => {
      sent.push({ url: String(url), init });
      const text = body === undefined ? null : JSON.stringify(body);
      return new Response(text, { status, headers: { 'Content-Type': 'application/json', ...headers } });
    },
  });
  return { api, sent };
}

test.each(services.map(({ contract }) => [contract.service, contract] as const))(
  'the client of %s stays below 2 kB when minified, and needs nothing',
  (_, contract) => {
    const { module } = browserClient(contract);
    expect(transformSync(module, { minify: true, format: 'esm' }).code.length).toBeLessThan(2048);
    expect(module).not.toMatch(/\bimport\b|\brequire\(/);
  },
);

test('what is committed is what the contract makes', () => {
  for (const { contract } of services) {
    const file = join(__dirname, '../../../services', contract.service, 'client');
    expect(readFileSync(`${file}.js`, 'utf8')).toBe(browserClient(contract).module);
    expect(readFileSync(`${file}.d.ts`, 'utf8')).toBe(browserClient(contract).types);
  }
});

test('a request is put together from the route: path, query, headers and body', async () => {
  const { api, sent } = clientAnsweredBy(200, item, { ETag: '"2"' });
  const answer = await api.changeItem({ id: 'a/b c', ifMatch: '"1"', body: { name: 'b' } });
  expect(sent).toEqual([
    {
      url: 'https://api.example.com/dev/items/a%2Fb%20c',
      init: expect.objectContaining({
        method: 'PATCH',
        headers: { 'X-Own': 'yes', 'If-Match': '"1"', 'Content-Type': 'application/merge-patch+json' },
        body: '{"name":"b"}',
      }),
    },
  ]);
  expect(answer).toEqual({ status: 200, body: item, etag: '"2"' });
});

test('the id token goes with every request but those to public routes, and is asked for each time', async () => {
  const sent: unknown[] = [];
  const tokens = ['first', 'second', undefined];
  const api = createClient({
    baseUrl: 'https://api.example.com/dev',
    idToken: async () => tokens.shift(),
    fetch: async (_, init = {}) => {
      sent.push(init.headers);
      return new Response('{}', { headers: { 'Content-Type': 'application/json' } });
    },
  });
  await api.getHealth();
  await api.listItems();
  await api.listItems();
  await api.listItems();
  expect(sent).toEqual([{}, { Authorization: 'Bearer first' }, { Authorization: 'Bearer second' }, {}]);
});

test('only the query parameters that are given are sent', async () => {
  const { api, sent } = clientAnsweredBy(200, { items: [] });
  await api.listItems();
  await api.listItems({ limit: 5 });
  expect(sent.map(({ url }) => url)).toEqual([
    'https://api.example.com/dev/items',
    'https://api.example.com/dev/items?limit=5',
  ]);
});

test('304 and 204 are answers without a body', async () => {
  const unchanged = clientAnsweredBy(304, undefined, { ETag: '"1"' });
  expect(await unchanged.api.readItem({ id, ifNoneMatch: '"1"' })).toEqual({
    status: 304,
    body: undefined,
    etag: '"1"',
  });
  const deleted = clientAnsweredBy(204, undefined);
  expect(await deleted.api.deleteItem({ id })).toEqual({ status: 204, body: undefined });
});

test('a problem is thrown, whole', async () => {
  const { api } = clientAnsweredBy(404, problem, { 'Content-Type': 'application/problem+json' });
  const error = await api.readItem({ id }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({ message: 'Gone.', status: 404, problem });
});

test('what answers in the API’s place, without JSON, is an error too', async () => {
  const { api } = clientAnsweredBy(503, 'busy', { 'Content-Type': 'text/html' });
  await expect(api.getHealth()).rejects.toMatchObject({ message: 'The items API answered 503', status: 503 });
});
