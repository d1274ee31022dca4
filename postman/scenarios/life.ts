import { scenario, script } from '../scenario';
import { items } from './items';

export const life = scenario(
  'The life of an item',
  'Create, read, change and delete one item: click from top to bottom to see how it goes together. Without an id ' +
    'token in the variable token, only the first request goes through.',
  [
    items.getHealth('Is the service there?', {
      before: script('new-run'),
      answers: 200,
      shows: { status: 'ok', stage: '{{stage}}' },
    }),
    items.createItem('Create an item', {
      body: { name: '{{run}} first', data: { colour: 'blue', tags: ['first'] } },
      answers: 201,
      shows: { name: '{{run}} first', data: { colour: 'blue', tags: ['first'] }, version: 1 },
      keeps: { itemId: 'body.id', itemTag: 'header.ETag' },
    }),
    items.readItem('Read it', {
      params: { id: '{{itemId}}' },
      answers: 200,
      shows: { id: '{{itemId}}', name: '{{run}} first' },
      sends: { ETag: '{{itemTag}}' },
    }),
    items.listItems('List the newest items', { answers: 200 }),
    items.changeItem('Change it', {
      description: 'If-Match says which version the change was made for.',
      params: { id: '{{itemId}}' },
      headers: { 'If-Match': '{{itemTag}}' },
      body: { data: { colour: 'green' } },
      answers: 200,
      shows: { data: { colour: 'green', tags: ['first'] }, version: 2 },
      keeps: { itemTag: 'header.ETag' },
    }),
    items.deleteItem('Delete it', {
      params: { id: '{{itemId}}' },
      headers: { 'If-Match': '{{itemTag}}' },
      answers: 204,
    }),
    items.readItem('See that it is gone', { params: { id: '{{itemId}}' }, answers: 404 }),
  ],
);
