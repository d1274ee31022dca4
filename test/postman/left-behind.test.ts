import type { IncomingMessage } from 'node:http';
import { createCleaner, type Patience } from '../../postman/runner/left-behind';
import { type Answer, startTinyStage, type TinyStage } from './tiny-stage';

const quick: Partial<Patience> = { totalMs: 2000, requestMs: 1000, firstPauseMs: 5, longestPauseMs: 40 };
let stage: TinyStage;
afterEach(() => stage.stop());

/** A stage with things in it, and a cleaner that has seen them being created. */
async function stageWith(
  count: number,
  otherwise: (request: IncomingMessage) => Answer | undefined,
  patience = quick,
) {
  stage = await startTinyStage((request) => (request.method === 'DELETE' ? otherwise(request) : undefined));
  const cleaner = createCleaner(stage.url, {}, patience);
  const url = `${stage.url}/items`;
  for (let created = 0; created < count; created++) {
    const { status, headers } = await fetch(url, { method: 'POST' });
    cleaner.watch({ method: 'POST', url, status, location: headers.get('location') ?? '' });
  }
  return cleaner;
}

/** Refuses whatever comes sooner than so long after what was let through before. */
function throttle(everyMs: number, headers: Record<string, string> = {}) {
  let last = 0;
  return () => {
    if (Date.now() - last < everyMs) return { status: 429, headers };
    last = Date.now();
    return undefined;
  };
}

test('from a stage that throttles everything is deleted, one after another', async () => {
  let arrivals: number[] = [];
  const throttled = throttle(30);
  const cleaner = await stageWith(6, () => {
    arrivals.push(performance.now());
    return throttled();
  });
  const { deleted, left } = await cleaner.clean(() => {
    arrivals = [];
  });
  expect(left).toEqual([]);
  expect(deleted).toHaveLength(6);
  expect([...stage.things]).toEqual([]);
  // An answer takes the stage 5 ms, and the shortest pause is as long.
  const gaps = arrivals.slice(1).map((time, index) => time - (arrivals[index] ?? 0));
  expect(Math.min(...gaps)).toBeGreaterThan(7);
});

test.each([[500], [502], [503], [409]])('%i is a bad moment', async (status) => {
  let bad = 4;
  const cleaner = await stageWith(2, () => (bad-- > 0 ? { status } : undefined));
  const waits: number[] = [];
  expect(await cleaner.clean((seconds) => waits.push(seconds))).toMatchObject({ left: [] });
  expect([...stage.things]).toEqual([]);
  expect(waits).toEqual([2]);
});

test('what somebody else was told is not there is deleted all the same, as its owner', async () => {
  const asked: (string | undefined)[] = [];
  stage = await startTinyStage(({ method, headers }) => {
    if (method === 'DELETE') asked.push(headers.authorization);
    return undefined;
  });
  const cleaner = createCleaner(stage.url, { one: 'token-of-one', other: 'token-of-other' }, quick);
  const url = `${stage.url}/items`;
  const { status, headers } = await fetch(url, { method: 'POST' });
  const location = headers.get('location') ?? '';
  cleaner.watch({ method: 'POST', url, status, location, as: 'one' });
  cleaner.watch({ method: 'DELETE', url: new URL(location, url).href, status: 404, as: 'other' });
  expect(await cleaner.clean()).toMatchObject({ left: [] });
  expect(asked).toEqual(['Bearer token-of-one']);
  expect([...stage.things]).toEqual([]);
});

test('a request without an answer is sent again', async () => {
  let dropped = 0;
  const cleaner = await stageWith(1, (request) => {
    if (dropped++ < 2) request.socket.destroy();
    return undefined;
  });
  expect(await cleaner.clean()).toMatchObject({ left: [] });
  expect(dropped).toBe(3);
});

test.each([
  ['seconds', () => '1'],
  // It has no fractions of a second: this is in one or a little more.
  ['a date', () => new Date(Date.now() + 2000).toUTCString()],
])('Retry-After in %s is kept to', async (_, value) => {
  const times: number[] = [];
  const refusal = () => ({ status: 429, headers: { 'Retry-After': value() } });
  const cleaner = await stageWith(1, () => (times.push(performance.now()) === 1 ? refusal() : undefined), {
    ...quick,
    totalMs: 5000,
  });
  expect(await cleaner.clean()).toMatchObject({ left: [] });
  const [first = 0, second = 0] = times;
  expect(second - first).toBeGreaterThan(950);
  expect(second - first).toBeLessThan(3000);
});

test('whoever asks to wait for longer than there is patience is left alone, and what is left is named', async () => {
  const cleaner = await stageWith(1, () => ({ status: 503, headers: { 'Retry-After': '120' } }));
  const started = Date.now();
  expect(await cleaner.clean()).toEqual({
    deleted: [],
    left: [`${stage.url}/items/1 (DELETE answers 503, and asks to wait 120 s)`],
  });
  expect(Date.now() - started).toBeLessThan(1000);
});

test('one that cannot be deleted keeps none of the others, and patience has an end', async () => {
  const stubborn = '/dev/items/1';
  const others = throttle(10);
  const cleaner = await stageWith(4, ({ url }) => (url === stubborn ? { status: 500 } : others()), {
    ...quick,
    totalMs: 600,
  });
  const started = Date.now();
  expect((await cleaner.clean()).left).toEqual([`${stage.url}/items/1 (DELETE answers 500)`]);
  expect(Date.now() - started).toBeLessThan(1500);
  expect([...stage.things]).toEqual([stubborn]);
});

test('who is sent elsewhere has not deleted anything', async () => {
  const cleaner = await stageWith(1, () => ({ status: 303, headers: { Location: '/dev/items/nothing' } }));
  expect((await cleaner.clean()).left).toEqual([`${stage.url}/items/1 (DELETE answers 303)`]);
});

test('of hundreds, many are deleted at once, and not all', async () => {
  let [now, most] = [0, 0];
  const cleaner = await stageWith(60, () => {
    most = Math.max(most, ++now);
    // Less than the answer takes: no request is counted longer than it is under way.
    setTimeout(() => {
      now -= 1;
    }, 150);
    return { status: 204, afterMs: 200 };
  });
  expect((await cleaner.clean()).deleted).toHaveLength(60);
  expect(most).toBeGreaterThan(1);
  expect(most).toBeLessThanOrEqual(20);
});

test('what is refused for good is not asked for again', async () => {
  let asked = 0;
  const cleaner = await stageWith(1, () => {
    asked += 1;
    return { status: 403 };
  });
  expect((await cleaner.clean()).left).toEqual([`${stage.url}/items/1 (DELETE answers 403)`]);
  expect(asked).toBe(1);
});

test('a stage that does not answer at all does not take longer than there is patience', async () => {
  const cleaner = await stageWith(2, () => ({ status: 204, afterMs: 5000 }), {
    ...quick,
    totalMs: 300,
    requestMs: 100,
  });
  const started = Date.now();
  const { left } = await cleaner.clean();
  expect(left).toEqual([
    expect.stringMatching(/items\/1 \(.*timeout/),
    expect.stringMatching(/items\/2 \(.*timeout/),
  ]);
  expect(Date.now() - started).toBeLessThan(1500);
});
