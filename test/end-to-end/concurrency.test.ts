import fc from 'fast-check';
import type { Item } from '../../services/items/contract';
import type { Reply } from '../local-cloud/rest-api/support/client';
import { confidential } from './confidential';
import { ifMatchOnVersionOne, ifNoneMatchOnVersionOne } from './entity-tags';
import { childrenCalled } from './processes';
import { stageInTest } from './stage-in-test';

// Many clients at once: every write is either refused or there to stay.

const stage = stageInTest();
const times = <T>(count: number, make: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => make(index)));
const statuses = (replies: readonly Reply[]) => replies.map(({ status }) => status).sort();
const itemOf = (reply: Reply): Item => JSON.parse(reply.body);

const patch = (id: string, ifMatch: string | string[], data: object) =>
  stage.ask('PATCH', `/items/${id}`, { headers: { 'If-Match': ifMatch }, body: { data } });
const remove = (id: string, ifMatch: string | string[]) =>
  stage.ask('DELETE', `/items/${id}`, { headers: { 'If-Match': ifMatch } });
const createWithKey = (key: string, body: unknown) =>
  stage.ask('POST', '/items', { headers: { 'Idempotency-Key': key }, body });

// With one environment requests come one after the other, however many are sent. Those that wait start more.
beforeAll(async () => {
  await times(100, () => stage.ask('GET', '/items'));
  expect(childrenCalled('aws-lambda-ric', stage.running().process.pid).length).toBeGreaterThan(3);
});

test('of 50 changes to one version, one is made', async () => {
  const { id } = await stage.create();
  const replies = await times(50, (index) => patch(id, '"1"', { [`by${index}`]: true }));
  expect(statuses(replies)).toEqual([200, ...Array.from({ length: 49 }, () => 412)]);
  const winner = replies.findIndex(({ status }) => status === 200);
  expect(await stage.read(id)).toMatchObject({ version: 2, data: { [`by${winner}`]: true } });
});

test('of four changes to each of 50 versions, one is made', async () => {
  const { id } = await stage.create();
  for (let version = 1; version <= 50; version++) {
    const replies = await times(4, (index) => patch(id, `"${version}"`, { by: index }));
    expect(statuses(replies)).toEqual([200, 412, 412, 412]);
    const winner = replies.findIndex(({ status }) => status === 200);
    expect(await stage.read(id)).toMatchObject({ version: version + 1, data: { by: winner } });
  }
});

test('of a change and 20 deletions of one version, one is made', async () => {
  const { id } = await stage.create();
  const replies = await times(21, (index) => (index === 10 ? patch(id, '"1"', {}) : remove(id, '"1"')));
  const made = replies.filter(({ status }) => status < 300);
  expect(made).toHaveLength(1);
  const refused = made[0]?.status === 200 ? [412] : [404, 412];
  for (const { status } of replies) if (status >= 300) expect(refused).toContain(status);
});

test('50 requests with one idempotency key make one item', async () => {
  const body = { name: `${confidential} once`, data: { a: 1, b: 2 } };
  const replies = await times(50, () => createWithKey('fifty', body));
  const made = replies.filter(({ status }) => status === 201);
  expect(made.length).toBeGreaterThan(0);
  expect(new Set(made.map((reply) => reply.body)).size).toBe(1);
  expect(new Set(made.map(({ headers }) => headers.location)).size).toBe(1);
  for (const { status } of replies) expect([201, 409]).toContain(status);
  expect((await stage.list()).filter(({ name }) => name === body.name)).toEqual([itemOf(made[0] as Reply)]);
});

test('of two bodies under one idempotency key at once, one is made and the other refused', async () => {
  const replies = await times(20, (index) =>
    createWithKey('two-bodies', { name: `${confidential} ${index % 2}`, data: {} }),
  );
  const made = new Set(replies.filter(({ status }) => status === 201).map(({ body }) => body));
  expect(made.size).toBe(1);
  const [name] = [...made].map((body) => JSON.parse(body).name as string);
  replies.forEach(({ status }, index) => {
    expect(name?.endsWith(String(index % 2)) ? [201, 409] : [409, 422]).toContain(status);
  });
});

test('an idempotency key answers again with what was made, whatever became of it', async () => {
  const body = { name: confidential, data: { a: 1, b: { c: 2, d: 3 } } };
  const first = await createWithKey('again', body);
  await patch(itemOf(first).id, '"1"', { a: 5 });
  expect((await createWithKey('again', body)).body).toBe(first.body);
  expect((await createWithKey('again', { ...body, name: 'other' })).status).toBe(422);
  const reordered = await createWithKey('again', { data: { b: { d: 3, c: 2 }, a: 1 }, name: confidential });
  if (reordered.status === 201) expect(itemOf(reordered)).toEqual(itemOf(first));
  else expect(reordered.status).toBe(422);
  await remove(itemOf(first).id, '*');
  expect((await createWithKey('again', body)).body).toBe(first.body);
});

test.each(ifMatchOnVersionOne)('If-Match: %s on version 1 deletes with %i', async (ifMatch, status) => {
  const { id } = await stage.create();
  const change = await patch(id, ifMatch, { changed: true });
  expect(change.status).toBe(status === 204 ? 200 : 412);
  const again = await stage.create();
  expect((await remove(again.id, ifMatch)).status).toBe(status);
});

test.each(ifNoneMatchOnVersionOne)(
  'If-None-Match: %s on version 1 answers %i',
  async (ifNoneMatch, status) => {
    const { id } = await stage.create();
    const reply = await stage.ask('GET', `/items/${id}`, { headers: { 'If-None-Match': ifNoneMatch } });
    expect(reply).toMatchObject({ status, headers: { etag: '"1"' } });
  },
);

test('paging sees every item that was there once, while others come and go', async () => {
  const there = await times(40, (index) => stage.create({ index }));
  const seen: Item[] = [];
  let paging = true;
  const others = times(3, async () => {
    while (paging) {
      const { id } = await stage.create({ passing: true });
      await remove(id, '*');
      await stage.create({ staying: true });
    }
  });
  for (let query = ''; ; ) {
    const reply = await stage.ask('GET', `/items?limit=7${query}`);
    const page = JSON.parse(reply.body) as { items: Item[]; nextCursor?: string };
    seen.push(...page.items);
    if (page.nextCursor === undefined) break;
    query = `&cursor=${page.nextCursor}`;
    // The item that the cursor stands on is among those that go.
    const last = page.items.at(-1);
    if (last?.data.index === undefined && last) await remove(last.id, '*');
  }
  paging = false;
  await others;
  const ids = seen.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toEqual([...ids].sort().reverse());
  expect(ids.filter((id) => there.some((one) => one.id === id)).sort()).toEqual(
    there.map(({ id }) => id).sort(),
  );
});

test('several clients that change and delete lose no update', async () => {
  const step = fc.record({
    what: fc.constantFrom('read', 'change', 'change', 'change', 'delete'),
    item: fc.nat({ max: 2 }),
  });
  const clients = fc.array(fc.array(step, { minLength: 3, maxLength: 12 }), { minLength: 2, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(clients, async (plans) => {
      const items = await times(3, () => stage.create());
      const changes: { id: string; version: number; mark: string }[] = [];
      const deletions: { id: string; version: number }[] = [];
      await times(plans.length, async (client) => {
        const known = items.map(({ version }) => version);
        for (const [number, { what, item }] of (plans[client] ?? []).entries()) {
          const { id } = items[item] as Item;
          const version = known[item] ?? 1;
          const mark = `${client}.${number}`;
          if (what === 'read') {
            const reply = await stage.ask('GET', `/items/${id}`);
            if (reply.status === 200) known[item] = itemOf(reply).version;
          } else if (what === 'delete') {
            if ((await remove(id, `"${version}"`)).status === 204) deletions.push({ id, version });
          } else {
            const reply = await patch(id, `"${version}"`, { [mark]: true });
            if (reply.status !== 200) continue;
            expect(itemOf(reply).version).toBe(version + 1);
            known[item] = version + 1;
            changes.push({ id, version: version + 1, mark });
          }
        }
      });
      for (const { id } of items) {
        const made = changes.filter((change) => change.id === id).sort((a, b) => a.version - b.version);
        const gone = deletions.filter((deletion) => deletion.id === id);
        expect(made.map(({ version }) => version)).toEqual(made.map((_, index) => index + 2));
        if (gone.length > 0) {
          expect(gone).toEqual([{ id, version: made.length + 1 }]);
          expect((await stage.ask('GET', `/items/${id}`)).status).toBe(404);
        } else {
          const { version, data } = await stage.read(id);
          expect({ version, marks: Object.keys(data).sort() }).toEqual({
            version: made.length + 1,
            marks: made.map(({ mark }) => mark).sort(),
          });
        }
      }
    }),
    { numRuns: 15, ...(process.env.SEED && { seed: Number(process.env.SEED) }) },
  );
});

test('nothing of it was printed that was told in confidence', () => stage.expectDiscretion());
