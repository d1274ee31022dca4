import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { npmStart, type Started, temporaryDirectory } from './npm-start';
import { scratchCopy } from './scratch-copy';
import { signedIn } from './signed-in';

const copy = scratchCopy();
const data = temporaryDirectory();
const handler = 'services/items/handler.ts';
const stageName = "stage: setting('STAGE'),";
let running: Started;

beforeAll(async () => {
  running = await npmStart({ data, root: copy.root });
});
afterAll(() => running.stop());

test('code that is saved the moment the stage is up is served without a restart', async () => {
  copy.edit(handler, stageName, "stage: 'changed',");
  await running.printed(/The items service runs the new code/);
  expect(await stage()).toBe('changed');
});

test('code that is saved later is served, and no data is lost', async () => {
  const body = JSON.stringify({ name: 'from before', data: {} });
  const ask = await signedIn(running.url);
  await ask('/items', {
    method: 'POST',
    body,
    headers: { 'Content-Type': 'application/json' },
  });
  copy.edit(handler, "stage: 'changed',", "stage: 'again',");
  await running.printed(/(?:The items service runs the new code[\s\S]*){2}/);
  expect(await stage()).toBe('again');
  expect(await (await ask('/items')).json()).toMatchObject({
    items: [{ name: 'from before' }],
  });
});

test('a syntax error is shown with its place, and the last good code goes on serving', async () => {
  copy.edit(handler, "stage: 'again',", "stage: 'broken,");
  await running.printed(/services\/items\/handler\.ts:\d+:\d+/);
  await running.printed(/The items service goes on with the last code/);
  expect(await stage()).toBe('again');
  copy.edit(handler, "stage: 'broken,", "stage: 'mended',");
  await running.printed(/(?:The items service runs the new code[\s\S]*){3}/);
  expect(await stage()).toBe('mended');
});

test('a change of the stage table is synthesised and taken over at the same address', async () => {
  const stages = readFileSync(join(copy.root, 'infra/stages.ts'), 'utf8');
  const changed = stages
    .replace("'http://localhost:3000'", "'http://localhost:5173'")
    .replace('post: { rate: 500, burst: 1000 }', 'post: { rate: 1, burst: 1 }');
  copy.write('infra/stages.ts', changed);
  await running.printed(/infra\/stages\.ts decides about the stage[\s\S]*is up again/);
  const response = await (await signedIn(running.url))('/items');
  expect(response.headers.get('access-control-allow-origin')).toBe('http://localhost:5173');
  expect(await response.json()).toMatchObject({ items: [{ name: 'from before' }] });
});

test('posts beyond their own limit are 429 in the shape of every error, and nothing else is', async () => {
  const ask = await signedIn(running.url);
  const post = () =>
    ask('/items', {
      method: 'POST',
      body: JSON.stringify({ name: 'one of many', data: {} }),
      headers: { 'Content-Type': 'application/json' },
    });
  const answers = await Promise.all(Array.from({ length: 10 }, post));
  expect(answers.filter(({ status }) => status === 201).length).toBeGreaterThan(0);
  const refused = answers.filter(({ status }) => status !== 201);
  expect(refused.length).toBeGreaterThan(0);
  for (const response of refused) {
    const { status, headers } = response;
    expect(status).toBe(429);
    expect(headers.get('retry-after')).toBe('1');
    expect(headers.get('access-control-allow-origin')).toBe('http://localhost:5173');
    expect(headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toEqual({
      type: 'about:blank',
      title: 'Too Many Requests',
      status: 429,
      detail: expect.any(String),
      requestId: response.headers.get('x-amzn-requestid'),
    });
  }
  const reads = await Promise.all(Array.from({ length: 10 }, () => ask('/items')));
  expect(reads.map(({ status }) => status)).toEqual(reads.map(() => 200));
});

async function stage(): Promise<string> {
  const health = (await (await fetch(`${running.url}/health`)).json()) as { stage: string };
  return health.stage;
}
