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
  copy.edit('infra/stages.ts', "'http://localhost:3000'", "'http://localhost:5173'");
  await running.printed(/infra\/stages\.ts decides about the stage[\s\S]*is up again/);
  const response = await (await signedIn(running.url))('/items');
  expect(response.headers.get('access-control-allow-origin')).toBe('http://localhost:5173');
  expect(await response.json()).toMatchObject({ items: [{ name: 'from before' }] });
});

async function stage(): Promise<string> {
  const health = (await (await fetch(`${running.url}/health`)).json()) as { stage: string };
  return health.stage;
}
