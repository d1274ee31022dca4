import { scenario } from '../scenario';
import { items, unknownId } from './items';

const params = { id: '{{changedId}}' };
const headers = { 'If-Match': '{{changedTag}}' };

export const changing = scenario(
  'Changing',
  'A merge patch (RFC 7386), and only of the version that was read.',
  [
    items.createItem('Create an item to change', {
      body: {
        name: '{{run}} changed',
        data: { colour: 'blue', size: { width: 2, height: 3 }, tags: ['a', 'b'] },
      },
      answers: 201,
      keeps: { changedId: 'body.id', changedTag: 'header.ETag', staleTag: 'header.ETag' },
    }),
    items.changeItem('Replace a member', {
      params,
      headers,
      body: { data: { colour: 'green' } },
      answers: 200,
      shows: {
        name: '{{run}} changed',
        data: { colour: 'green', size: { width: 2, height: 3 }, tags: ['a', 'b'] },
        version: 2,
      },
      sends: { ETag: '"2"' },
      keeps: { changedTag: 'header.ETag' },
    }),
    items.changeItem('Remove a member inside another, and replace an array', {
      description: 'null removes; an array is replaced as a whole.',
      params,
      headers,
      body: { data: { size: { height: null }, tags: ['c'] } },
      answers: 200,
      shows: { data: { colour: 'green', size: { width: 2 }, tags: ['c'] }, version: 3 },
      keeps: { changedTag: 'header.ETag' },
    }),
    items.changeItem('Change the name only', {
      params,
      headers: { ...headers, 'Content-Type': 'application/json' },
      body: { name: '{{run}} renamed' },
      answers: 200,
      shows: {
        name: '{{run}} renamed',
        data: { colour: 'green', size: { width: 2 }, tags: ['c'] },
        version: 4,
      },
      keeps: { changedTag: 'header.ETag' },
    }),
    items.changeItem('Put an object where a string was', {
      params,
      headers,
      body: { data: { colour: { red: 1, blue: null } } },
      answers: 200,
      shows: { data: { colour: { red: 1 }, size: { width: 2 }, tags: ['c'] }, version: 5 },
      keeps: { changedTag: 'header.ETag', changedItem: 'body' },
    }),
    items.changeItem('Change without If-Match', { params, body: { data: { lost: true } }, answers: 428 }),
    items.changeItem('Change a version that is no more', {
      params,
      headers: { 'If-Match': '{{staleTag}}' },
      body: { data: { lost: true } },
      answers: 412,
    }),
    items.changeItem('Change a version that never was', {
      params,
      headers: { 'If-Match': 'nonsense' },
      body: { data: { lost: true } },
      answers: 412,
    }),
    items.changeItem('Change a version known weakly', {
      description: 'If-Match compares strongly (RFC 9110, 13.1.1).',
      params,
      headers: { 'If-Match': 'W/{{changedTag}}' },
      body: { data: { lost: true } },
      answers: 412,
    }),
    items.changeItem('Change a member that items do not have', {
      params,
      headers,
      body: { colour: 'red' },
      answers: 400,
      pointsAt: ['/colour'],
    }),
    items.changeItem('Change what only the service sets', {
      params,
      headers,
      body: { id: unknownId, version: 1 },
      answers: 400,
      pointsAt: ['/id', '/version'],
    }),
    items.changeItem('Take the name away', {
      params,
      headers,
      body: { name: null },
      answers: 400,
      pointsAt: ['/name'],
    }),
    items.changeItem('Take data away', {
      params,
      headers,
      body: { data: null },
      answers: 400,
      pointsAt: ['/data'],
    }),
    items.readItem('See that nothing of this was done', {
      params,
      answers: 200,
      same: 'changedItem',
      sends: { ETag: '{{changedTag}}' },
    }),
    items.changeItem('Change an item that does not exist', {
      params: { id: unknownId },
      headers: { 'If-Match': '"1"' },
      body: { data: {} },
      answers: 404,
    }),
    items.changeItem('Change by what is no id', {
      params: { id: 'not-an-id' },
      headers: { 'If-Match': '"1"' },
      body: { data: {} },
      answers: 404,
    }),
  ],
);
