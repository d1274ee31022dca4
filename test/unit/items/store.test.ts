import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { localCredentials } from '../../../infra/local-cloud/local-credentials';
import { type Reaper, startReaper } from '../../../infra/local-cloud/processes/reaper';
import { startTables, type Tables } from '../../../infra/local-cloud/tables/start-tables';
import type { Item } from '../../../services/items/contract';
import { newItemId } from '../../../services/items/item-id';
import { items as service } from '../../../services/items/service';
import { createItemStore, type ItemStore } from '../../../services/items/store';

const file = join(tmpdir(), `groundwork-store-${process.pid}.db`);
/** What the store asked of DynamoDB. A transaction is as many actions as it has parts (IAM knows no other). */
const actions = new Set<string>();
let reaper: Reaper;
let tables: Tables;
let client: DynamoDBClient;
let store: ItemStore;

beforeAll(async () => {
  reaper = startReaper();
  tables = await startTables({ file, reaper, onRestart: () => {} });
  client = new DynamoDBClient({
    endpoint: tables.endpoint,
    region: 'us-east-1',
    credentials: localCredentials,
  });
  await client.send(
    new CreateTableCommand({
      TableName: 'items',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    }),
  );
  const recorded = DynamoDBDocumentClient.from(client);
  recorded.middlewareStack.add(
    (next, { commandName = '' }) =>
      (args) => {
        const { TransactItems } = args.input as { TransactItems?: object[] };
        const operations = TransactItems?.flatMap((part) => Object.keys(part).map((key) => `${key}Item`));
        for (const operation of operations ?? [commandName.replace('Command', '')])
          actions.add(`dynamodb:${operation}`);
        return next(args);
      },
    { step: 'initialize', name: 'record' },
  );
  store = createItemStore(recorded, 'items');
});

afterAll(async () => {
  client.destroy();
  await tables.stop();
  await reaper.stop();
  for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
});

function item(name: string): Item {
  const now = new Date();
  const time = now.toISOString();
  return { id: newItemId(now), name, data: {}, version: 1, createdAt: time, updatedAt: time };
}

const record = (of: Item, key: string) => ({
  key,
  fingerprint: 'f',
  itemId: of.id,
  createdAt: of.createdAt,
  expiresAt: Math.floor(Date.parse(of.createdAt) / 1000) + 60,
});

test('what is stored comes back as it was, whatever JSON it is', async () => {
  const data = JSON.parse('{"__proto__":{"a":1},"":[null,1e300,-0.1,"\\ud800",{"deep":[[]]}],"é🙂":true}');
  const one = { ...item('any'), data };
  await store.insert('ann', one);
  const found = await store.get('ann', one.id);
  expect(JSON.stringify(found)).toBe(JSON.stringify(one));
});

test("another owner's item is not there, for any call", async () => {
  const one = item('hers');
  await store.insert('ann', one);
  expect(await store.get('bob', one.id)).toBeUndefined();
  expect(await store.replace('bob', { ...one, version: 2 }, 1)).toBe('missing');
  expect(await store.remove('bob', one.id, 'any')).toBe('missing');
  expect(await store.list('bob', 100, undefined)).toEqual({ items: [], more: false });
});

test('a page that ends with the last item says that there are no more', async () => {
  const all = [item('1'), item('2'), item('3')];
  for (const one of all) await store.insert('pages', one);
  const newestFirst = all
    .map(({ id }) => id)
    .sort()
    .reverse();
  const ids = async (limit: number, after?: string) => {
    const { items, more } = await store.list('pages', limit, after);
    return { ids: items.map(({ id }) => id), more };
  };
  expect(await ids(3)).toEqual({ ids: newestFirst, more: false });
  expect(await ids(2)).toEqual({ ids: newestFirst.slice(0, 2), more: true });
  expect(await ids(2, newestFirst[1])).toEqual({ ids: newestFirst.slice(2), more: false });
});

test('an item and its key are written both or neither', async () => {
  const first = item('first');
  const second = item('second');
  expect(await store.insertOnce('keys', first, record(first, 'k'))).toEqual({ outcome: 'inserted' });
  expect(await store.insertOnce('keys', second, record(second, 'k'))).toEqual({
    outcome: 'known',
    record: record(first, 'k'),
  });
  expect(await store.get('keys', second.id)).toBeUndefined();
});

test('an expired key counts as none, though the table has not removed it yet', async () => {
  const first = item('first');
  const later = item('later');
  await store.insertOnce('expiry', first, {
    ...record(first, 'k'),
    expiresAt: Math.floor(Date.now() / 1000) - 1,
  });
  expect(await store.insertOnce('expiry', later, record(later, 'k'))).toEqual({ outcome: 'inserted' });
});

test('only the expected version is replaced or removed', async () => {
  const one = item('versions');
  await store.insert('ann', one);
  expect(await store.replace('ann', { ...one, version: 2 }, 1)).toBe('done');
  expect(await store.replace('ann', { ...one, version: 2 }, 1)).toBe('stale');
  expect(await store.remove('ann', one.id, [1])).toBe('stale');
  expect(await store.remove('ann', one.id, [])).toBe('stale');
  expect(await store.remove('ann', one.id, [1, 2])).toBe('done');
  expect(await store.remove('ann', one.id, [2])).toBe('missing');
});

test('the actions it declares for its role are exactly those that it uses', async () => {
  await store.ping();
  expect([...actions].sort()).toEqual([...service.tableActions].sort());
});
