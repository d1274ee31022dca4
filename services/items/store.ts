import {
  ConditionalCheckFailedException,
  TransactionCanceledException,
  TransactionInProgressException,
} from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import { Failure } from '../runtime/failure';
import type { Item } from './contract';
import { fromRecord, itemKey, itemPrefix, toRecord } from './item-record';

/** What a write under an idempotency key leaves behind: enough to say the same again. */
export interface KeyRecord {
  readonly key: string;
  /** A hash of the request that came with the key. */
  readonly fingerprint: string;
  readonly itemId: string;
  readonly createdAt: string;
  /** When the key is forgotten, in seconds since 1970: the table's TTL attribute. */
  readonly expiresAt: number;
}

export type InsertOnce =
  | { outcome: 'inserted' }
  | { outcome: 'in-flight' }
  | { outcome: 'known'; record: KeyRecord };
export type Conditional = 'done' | 'missing' | 'stale';

/** Items in one table: the owner is the partition key, so that no call can reach anyone else's. */
export function createItemStore(client: DynamoDBDocumentClient, TableName: string) {
  return {
    /** @throws Failure `unavailable` when the table does not answer */
    async ping(): Promise<void> {
      await client.send(new GetCommand({ TableName, Key: { pk: 'health', sk: 'health' } }));
    },

    async get(owner: string, id: string): Promise<Item | undefined> {
      const { Item } = await client.send(
        new GetCommand({ TableName, Key: itemKey(owner, id), ConsistentRead: true }),
      );
      return Item && fromRecord(Item);
    },

    /** Newest first, from after the item `after`. `more` says whether the list goes on behind this page. */
    async list(
      owner: string,
      limit: number,
      after: string | undefined,
    ): Promise<{ items: Item[]; more: boolean }> {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: 'pk = :owner AND begins_with(sk, :items)',
          ExpressionAttributeValues: { ':owner': owner, ':items': itemPrefix },
          ScanIndexForward: false,
          ConsistentRead: true,
          // One more than asked for: a page that ends exactly at Limit has a LastEvaluatedKey even when it is the last.
          Limit: limit + 1,
          ...(after !== undefined && { ExclusiveStartKey: itemKey(owner, after) }),
        }),
      );
      return {
        items: Items.slice(0, limit).map(fromRecord),
        more: Items.length > limit || LastEvaluatedKey !== undefined,
      };
    },

    async insert(owner: string, item: Item): Promise<void> {
      const condition = 'attribute_not_exists(pk)';
      await client
        .send(new PutCommand({ TableName, Item: toRecord(owner, item), ConditionExpression: condition }))
        // The id is new and random: it is only there if an earlier try of this very call got through unheard.
        .catch((error: unknown) => ignoring(ConditionalCheckFailedException, error));
    },

    /** Inserts the item and the key's record, both or neither. */
    async insertOnce(owner: string, item: Item, record: KeyRecord): Promise<InsertOnce> {
      const { key, ...rest } = record;
      try {
        await client.send(
          new TransactWriteCommand({
            TransactItems: [
              {
                Put: {
                  TableName,
                  Item: toRecord(owner, item),
                  ConditionExpression: 'attribute_not_exists(pk)',
                },
              },
              {
                Put: {
                  TableName,
                  Item: { pk: owner, sk: `KEY#${key}`, ...rest },
                  // TTL deletes within days, not at once: an expired record counts as none.
                  ConditionExpression: 'attribute_not_exists(pk) OR expiresAt <= :now',
                  ExpressionAttributeValues: { ':now': Math.floor(Date.parse(item.createdAt) / 1000) },
                  ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
                },
              },
            ],
          }),
        );
        return { outcome: 'inserted' };
      } catch (error) {
        return refusedInsert(key, error);
      }
    },

    /** Replaces version `expected` of the item, and no other. */
    async replace(owner: string, item: Item, expected: number): Promise<Conditional> {
      const put = new PutCommand({
        TableName,
        Item: toRecord(owner, item),
        ConditionExpression: '#version = :expected',
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: { ':expected': expected },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      });
      return conditional(client.send(put));
    },

    /** Deletes the item if it is one of `versions`. */
    async remove(owner: string, id: string, versions: readonly number[] | 'any'): Promise<Conditional> {
      const target = {
        TableName,
        Key: itemKey(owner, id),
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      } as const;
      if (versions === 'any') {
        return conditional(
          client.send(new DeleteCommand({ ...target, ConditionExpression: 'attribute_exists(pk)' })),
        );
      }
      // IN takes 1 to 100 operands; no item has version 0.
      const values = Object.fromEntries(
        [0, ...versions.slice(0, 99)].map((version, index) => [`:v${index}`, version]),
      );
      return conditional(
        client.send(
          new DeleteCommand({
            ...target,
            ConditionExpression: `#version IN (${Object.keys(values).join(', ')})`,
            ExpressionAttributeNames: { '#version': 'version' },
            ExpressionAttributeValues: values,
          }),
        ),
      );
    },
  };
}

export type ItemStore = ReturnType<typeof createItemStore>;

async function conditional(write: Promise<unknown>): Promise<Conditional> {
  try {
    await write;
    return 'done';
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return error.Item ? 'stale' : 'missing';
    throw error;
  }
}

function refusedInsert(key: string, error: unknown): InsertOnce {
  if (error instanceof TransactionInProgressException) return { outcome: 'in-flight' };
  if (!(error instanceof TransactionCanceledException)) throw error;
  const reasons = error.CancellationReasons ?? [];
  const known = reasons[1]?.Item;
  if (reasons[1]?.Code === 'ConditionalCheckFailed' && known) {
    const { fingerprint, itemId, createdAt, expiresAt } = known;
    return {
      outcome: 'known',
      record: {
        key,
        fingerprint: fingerprint?.S ?? '',
        itemId: itemId?.S ?? '',
        createdAt: createdAt?.S ?? '',
        expiresAt: Number(expiresAt?.N),
      },
    };
  }
  if (reasons.some(({ Code }) => Code === 'TransactionConflict')) return { outcome: 'in-flight' };
  throw new Failure('unavailable', 'The store could not take the request. Try again.', { cause: error });
}

function ignoring(type: new (...args: never[]) => Error, error: unknown): void {
  if (!(error instanceof type)) throw error;
}
