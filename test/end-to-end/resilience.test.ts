import { createConnection } from 'node:net';
import type { Item } from '../../services/items/contract';
import { confidential } from './confidential';
import { childrenCalled, childrenOf, gone, isAlive } from './processes';
import { stageInTest } from './stage-in-test';

// Whatever is killed while requests are on their way, each of them has a documented answer, and what was
// acknowledged is there. The processes are found in /proc, so this is for Linux.

const stage = stageInTest();
const pid = () => stage.running().process.pid;
const engine = () => childrenCalled('dynoxide', pid());
const environments = () => childrenCalled('aws-lambda-ric', pid());
const reaper = () => childrenCalled('reaper-process', pid());

/** What was answered 201, with the last version that was answered 200. */
const acknowledged = new Map<string, Item>();

function kill(pids: readonly number[]): void {
  expect(pids.length).toBeGreaterThan(0);
  for (const victim of pids) if (isAlive(victim)) process.kill(victim, 'SIGKILL');
}

/** Clients that write and read without a pause, until `end` is called; `answered` resolves after so many answers. */
function stream(clients: number) {
  let count = 0;
  let ended = false;
  const waiting: { count: number; resolve: () => void }[] = [];
  const seen = new Map<number, number>();
  const heard = (status: number) => {
    count += 1;
    seen.set(status, (seen.get(status) ?? 0) + 1);
    for (const one of waiting) if (count >= one.count) one.resolve();
  };
  const work = Array.from({ length: clients }, async () => {
    while (!ended) {
      const made = await stage.ask('POST', '/items', {
        body: { name: confidential, data: { n: count } },
        failures: 'allowed',
      });
      heard(made.status);
      if (made.status !== 201) continue;
      const item = JSON.parse(made.body) as Item;
      acknowledged.set(item.id, item);
      const changed = await stage.ask('PATCH', `/items/${item.id}`, {
        headers: { 'If-Match': '"1"' },
        body: { data: { changed: true } },
        failures: 'allowed',
      });
      heard(changed.status);
      if (changed.status === 200) acknowledged.set(item.id, JSON.parse(changed.body));
      const list = await stage.ask('GET', '/items?limit=5', { failures: 'allowed' });
      heard(list.status);
    }
  });
  return {
    answered: (more: number) =>
      Promise.race([
        new Promise<void>((resolve) => waiting.push({ count: count + more, resolve })),
        Promise.all(work).then(() => {}),
      ]),
    async end() {
      ended = true;
      await Promise.all(work);
      return seen;
    },
  };
}

async function untilHealthy(): Promise<void> {
  const deadline = Date.now() + 10_000;
  while ((await stage.ask('GET', '/health', { failures: 'allowed' })).status !== 200) {
    expect(Date.now()).toBeLessThan(deadline);
  }
}

/** An item may be one version ahead of its last answer: of a change whose answer was lost. */
async function expectAcknowledged(): Promise<void> {
  const stored = new Map((await stage.list()).map((item) => [item.id, item]));
  for (const item of acknowledged.values()) {
    const found = stored.get(item.id);
    if (item.version === 2 || found?.version !== 2) expect(found).toEqual(item);
    else expect(found.data).toEqual({ ...item.data, changed: true });
  }
}

test.each<[string, () => number[]]>([
  ['the engine', engine],
  ['an environment', () => environments().slice(0, 1)],
  ['all environments', environments],
  ['the engine and all environments', () => [...engine(), ...environments()]],
  ['the reaper', reaper],
])('killing %s amid requests loses nothing that was acknowledged', async (_, victims) => {
  const requests = stream(4);
  await requests.answered(20);
  kill(victims());
  await requests.answered(20);
  const seen = await requests.end();
  await untilHealthy();
  expect(seen.get(200)).toBeGreaterThan(0);
  await expectAcknowledged();
});

test('the engine may be killed again when it has hardly come back', async () => {
  const requests = stream(4);
  // Five times would be taken for an engine that cannot live.
  for (let times = 0; times < 3; times++) {
    await requests.answered(10);
    // It may be away at this very moment.
    for (const victim of engine()) kill([victim]);
  }
  await requests.end();
  await untilHealthy();
  await expectAcknowledged();
});

test('a kill while nobody asks is not noticed', async () => {
  const before = environments();
  kill([...engine(), ...before]);
  await gone(before);
  await untilHealthy();
  expect(await stage.read([...acknowledged.keys()][0] ?? '')).toBeDefined();
});

test('nothing of it was printed that was told in confidence', () => {
  stage.expectDiscretion();
  expect(stage.output()).toContain('The DynamoDB engine ended (SIGKILL); it is started again.');
});

test('a stop amid requests leaves nothing running, after the reaper was killed too', async () => {
  kill(reaper());
  await untilHealthy();
  const children = childrenOf(pid());
  expect(children.length).toBeGreaterThanOrEqual(3);
  const { port } = stage;
  const requests = Array.from({ length: 20 }, () =>
    stage.ask('GET', '/items', { failures: 'allowed' }).catch((error: NodeJS.ErrnoException) => {
      // Those that were not accepted any more.
      if (!['ECONNREFUSED', 'ECONNRESET'].includes(error.code ?? '')) throw error;
    }),
  );
  expect(await stage.running().stop()).toBe(0);
  await Promise.all(requests);
  await gone(children);
  const refused = await new Promise((resolve) => createConnection(port, '127.0.0.1').once('error', resolve));
  expect(refused).toMatchObject({ code: 'ECONNREFUSED' });
});
