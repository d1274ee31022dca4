import { scenario } from '../scenario';
import { items, unknownId } from './items';

const params = { id: '{{readId}}' };

export const reading = scenario('Reading', 'One item by its id, and not again when it is known already.', [
  items.createItem('Create an item to read', {
    body: { name: '{{run}} read', data: {} },
    answers: 201,
    keeps: { readId: 'body.id', readTag: 'header.ETag', readItem: 'body' },
  }),
  items.readItem('Read the item', { params, answers: 200, same: 'readItem', sends: { ETag: '{{readTag}}' } }),
  items.readItem('Read it, knowing this version', {
    params,
    headers: { 'If-None-Match': '{{readTag}}' },
    answers: 304,
    sends: { ETag: '{{readTag}}' },
  }),
  items.readItem('Read it, knowing this version among others', {
    params,
    headers: { 'If-None-Match': '"98", {{readTag}}, "99"' },
    answers: 304,
  }),
  items.readItem('Read it, knowing this version weakly', {
    description: 'If-None-Match compares weakly (RFC 9110, 13.1.2).',
    params,
    headers: { 'If-None-Match': 'W/{{readTag}}' },
    answers: 304,
  }),
  items.readItem('Read it, knowing any version', { params, headers: { 'If-None-Match': '*' }, answers: 304 }),
  items.readItem('Read it, knowing another version', {
    params,
    headers: { 'If-None-Match': '"98"' },
    answers: 200,
    same: 'readItem',
  }),
  items.readItem('Read an item that does not exist', { params: { id: unknownId }, answers: 404 }),
  items.readItem('Read by what is no id', { params: { id: 'not-an-id' }, answers: 404 }),
]);
