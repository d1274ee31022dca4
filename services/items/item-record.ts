import type { Item } from './contract';

/** Where an owner's items begin in the sort key; what else the owner has begins otherwise. */
export const itemPrefix = 'ITEM#';
export const itemKey = (owner: string, id: string) => ({ pk: owner, sk: `${itemPrefix}${id}` });

/** `data` is kept as one JSON string: what was stored comes back as it was (see docs/decisions). */
export const toRecord = (owner: string, { id, data, ...rest }: Item) => ({
  ...itemKey(owner, id),
  ...rest,
  data: JSON.stringify(data),
});

export function fromRecord(record: Record<string, unknown>): Item {
  const { sk, name, data, version, createdAt, updatedAt } = record as Record<string, string> & {
    version: number;
  };
  const id = String(sk).slice(itemPrefix.length);
  return { id, name, data: JSON.parse(String(data)), version, createdAt, updatedAt } as Item;
}
