import { createHash } from 'node:crypto';
import type { JsonObject } from '../contract/schemas';
import { names, versionsIn } from '../runtime/etag';
import { Failure } from '../runtime/failure';
import { maximumBodyBytes } from '../runtime/request';
import type { Item, ItemPage } from './contract';
import { decodeCursor, encodeCursor } from './cursor';
import { newItemId } from './item-id';
import { mergePatch } from './merge-patch';
import type { ItemStore } from './store';

const keyLifetimeSeconds = 24 * 60 * 60;

interface NewItem {
  readonly name: string;
  readonly data: JsonObject;
}

interface Change {
  readonly name?: string | undefined;
  readonly data?: JsonObject | undefined;
}

/** What can be done with items. Failures are thrown as `Failure`. */
export function createItems(store: ItemStore, now: () => Date = () => new Date()) {
  return {
    async create(owner: string, { name, data }: NewItem, idempotencyKey?: string): Promise<Item> {
      requireFitting(data);
      const item = versionOne(newItemId(now()), { name, data }, now().toISOString());
      if (idempotencyKey === undefined) {
        await store.insert(owner, item);
        return item;
      }
      const fingerprint = createHash('sha256')
        .update(JSON.stringify([name, data]))
        .digest('base64url');
      const expiresAt = Math.floor(Date.parse(item.createdAt) / 1000) + keyLifetimeSeconds;
      const record = {
        key: idempotencyKey,
        fingerprint,
        itemId: item.id,
        createdAt: item.createdAt,
        expiresAt,
      };
      const inserted = await store.insertOnce(owner, item, record);
      if (inserted.outcome === 'inserted') return item;
      if (inserted.outcome === 'in-flight') {
        throw new Failure(
          'still-in-flight',
          'A request with this Idempotency-Key is still being worked on. Try again.',
        );
      }
      if (inserted.record.fingerprint !== fingerprint) {
        throw new Failure('key-reused', 'This Idempotency-Key came with another body before. Use a new key.');
      }
      // The same request made the first version: what was answered then can be said again from it.
      return versionOne(inserted.record.itemId, { name, data }, inserted.record.createdAt);
    },

    async list(owner: string, limit: number, cursor?: string): Promise<ItemPage> {
      const after = cursor === undefined ? undefined : decodeCursor(owner, cursor);
      const { items, more } = await store.list(owner, limit, after);
      const last = items.at(-1);
      return more && last ? { items, nextCursor: encodeCursor(owner, last.id) } : { items };
    },

    async read(owner: string, id: string): Promise<Item> {
      return (await store.get(owner, id)) ?? missing();
    },

    /** Merges into the version that was read; the write repeats that version as its condition. */
    async change(owner: string, id: string, change: Change, ifMatch: string): Promise<Item> {
      const item = (await store.get(owner, id)) ?? missing();
      if (!names(ifMatch, item.version, 'strong')) stale();
      const changed: Item = {
        ...item,
        name: change.name ?? item.name,
        data: change.data ? mergePatch(item.data, change.data) : item.data,
        version: item.version + 1,
        updatedAt: now().toISOString(),
      };
      requireFitting(changed.data);
      settle(await store.replace(owner, changed, item.version));
      return changed;
    },

    async remove(owner: string, id: string, ifMatch?: string): Promise<void> {
      settle(await store.remove(owner, id, ifMatch === undefined ? 'any' : versionsIn(ifMatch)));
    },
  };
}

function versionOne(id: string, { name, data }: NewItem, createdAt: string): Item {
  return { id, name, data, version: 1, createdAt, updatedAt: createdAt };
}

/** Counted as it is stored: a merge adds to it, and a body may say shorter what JSON.stringify writes out, as 9e20. */
function requireFitting(data: JsonObject): void {
  if (Buffer.byteLength(JSON.stringify(data)) <= maximumBodyBytes) return;
  throw new Failure('too-large', `The item's data would grow beyond ${maximumBodyBytes} bytes.`);
}

function settle(outcome: 'done' | 'missing' | 'stale'): void {
  if (outcome === 'missing') missing();
  if (outcome === 'stale') stale();
}

function missing(): never {
  throw new Failure('not-found', 'There is no such item.');
}

function stale(): never {
  throw new Failure(
    'stale-version',
    'The item has changed since. Read it again and repeat the change on what you find.',
  );
}
