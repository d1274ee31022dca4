import * as z from 'zod/mini';
import { defineContract } from '../contract/contract';
import { integerParameter, jsonObject, text, timestamp, uuid } from '../contract/schemas';

const Name = text(1, 120);
const Data = jsonObject();

/** To give items typed fields, replace `data` here: everything else follows. */
export const NewItem = z.strictObject({ name: Name, data: Data });

/** A JSON merge patch (RFC 7386) of an item: `null` inside `data` removes a member. */
export const ItemChange = z.strictObject({ name: z.optional(Name), data: z.optional(Data) });

export const Item = z.strictObject({
  id: uuid(),
  name: Name,
  data: Data,
  version: z.int().check(z.minimum(1)),
  createdAt: timestamp(),
  updatedAt: timestamp(),
});
export type Item = z.output<typeof Item>;

export const ItemPage = z.strictObject({
  items: z.array(Item),
  nextCursor: z.optional(z.string()),
});
export type ItemPage = z.output<typeof ItemPage>;

export const Health = z.strictObject({
  status: z.literal('ok'),
  service: z.string(),
  stage: z.string(),
  version: z.string(),
});

const ItemKey = z.strictObject({ id: uuid() });
const EntityTags = z.string().check(z.minLength(1), z.maxLength(1024));
const exampleData = { colour: 'blue', tags: ['first'] };

export const contract = defineContract({
  service: 'items',
  title: 'Items',
  description: 'Stores and retrieves the items of a website: a name, and any JSON object beside it.',
  schemas: { Item, NewItem, ItemChange, ItemPage, Health },
  routes: {
    getHealth: {
      method: 'GET',
      path: '/health',
      summary: 'Say whether the service can reach its table',
      description: 'Goes through the gateway and the function to the table and back.',
      public: true,
      answers: { 200: { description: 'It can.', body: Health } },
    },
    createItem: {
      method: 'POST',
      path: '/items',
      summary: 'Create an item',
      description:
        'With an Idempotency-Key the request can be sent again without creating a second item: the same key ' +
        'and body give the same answer for 24 hours, the same key with another body is refused. Each user has ' +
        'keys of their own.',
      headers: z.object({
        'Idempotency-Key': z.optional(
          z.string().check(
            z.regex(/^[\x21-\x7e]{1,255}$/, {
              error: 'Must be 1 to 255 visible ASCII characters without spaces',
            }),
          ),
        ),
      }),
      body: {
        schema: NewItem,
        contentTypes: ['application/json'],
        example: { name: 'hello', data: exampleData },
      },
      answers: { 201: { description: 'The item.', body: Item, headers: ['ETag', 'Location'] } },
      problems: [409, 422],
    },
    listItems: {
      method: 'GET',
      path: '/items',
      summary: 'List items, newest first',
      description:
        'As long as there is a nextCursor, there are more: pass it as cursor to get the next page.',
      query: z.strictObject({
        limit: integerParameter(1, 100, 25),
        cursor: z.optional(z.string().check(z.maxLength(200))),
      }),
      answers: { 200: { description: 'A page of items.', body: ItemPage } },
    },
    readItem: {
      method: 'GET',
      path: '/items/{id}',
      summary: 'Read an item',
      params: ItemKey,
      headers: z.object({ 'If-None-Match': z.optional(EntityTags) }),
      answers: {
        200: { description: 'The item.', body: Item, headers: ['ETag'] },
        304: { description: 'It is the version named in If-None-Match.', headers: ['ETag'] },
      },
    },
    changeItem: {
      method: 'PATCH',
      path: '/items/{id}',
      summary: 'Change an item',
      description:
        'A JSON merge patch: members given replace, null removes, the rest stays. If-Match names the version ' +
        'that was read, so that nobody overwrites what they have not seen.',
      params: ItemKey,
      headers: z.object({ 'If-Match': EntityTags }),
      body: {
        schema: ItemChange,
        contentTypes: ['application/merge-patch+json', 'application/json'],
        example: { data: { colour: 'green' } },
      },
      answers: { 200: { description: 'The item as it is now.', body: Item, headers: ['ETag'] } },
      problems: [412, 428],
    },
    deleteItem: {
      method: 'DELETE',
      path: '/items/{id}',
      summary: 'Delete an item',
      params: ItemKey,
      headers: z.object({ 'If-Match': z.optional(EntityTags) }),
      answers: { 204: { description: 'It is gone.' } },
      problems: [412],
    },
  },
});
