import { scenario } from '../scenario';
import { items, unknownId } from './items';

const params = { id: '{{deletedId}}' };

export const deleting = scenario('Deleting', 'For good, and with If-Match only the version that was read.', [
  items.createItem('Create an item to delete', {
    body: { name: '{{run}} deleted', data: {} },
    answers: 201,
    keeps: { deletedId: 'body.id' },
  }),
  items.changeItem('Change it, so that its first version is stale', {
    params,
    headers: { 'If-Match': '"1"' },
    body: { data: { changed: true } },
    answers: 200,
    keeps: { deletedTag: 'header.ETag' },
  }),
  items.deleteItem('Delete the version that is no more', {
    params,
    headers: { 'If-Match': '"1"' },
    answers: 412,
  }),
  items.deleteItem('Delete a version that never was', {
    params,
    headers: { 'If-Match': 'nonsense' },
    answers: 412,
  }),
  items.readItem('See that it is still there', { params, answers: 200, sends: { ETag: '{{deletedTag}}' } }),
  items.deleteItem('Delete the version that was read', {
    params,
    headers: { 'If-Match': '{{deletedTag}}' },
    answers: 204,
  }),
  items.deleteItem('Delete it again', { params, headers: { 'If-Match': '{{deletedTag}}' }, answers: 404 }),
  items.readItem('Read what has been deleted', { params, answers: 404 }),
  items.createItem('Create an item to delete whatever its version', {
    body: { name: '{{run}} deleted too', data: {} },
    answers: 201,
    keeps: { deletedId: 'body.id' },
  }),
  items.deleteItem('Delete it whatever its version', { params, answers: 204 }),
  items.deleteItem('Delete what does not exist', { params: { id: unknownId }, answers: 404 }),
  items.deleteItem('Delete by what is no id', { params: { id: 'not-an-id' }, answers: 404 }),
]);
