import { scenario, script } from '../scenario';
import { items } from './items';

export const creating = scenario('Creating', 'What a new item is given, and where it is to be found.', [
  items.createItem('Create with an object inside', {
    body: { name: '{{run}} created', data: { size: { width: 2, height: 3 } } },
    answers: 201,
    shows: { name: '{{run}} created', data: { size: { width: 2, height: 3 } }, version: 1 },
    sends: { ETag: '"1"' },
    keeps: { createdId: 'body.id', createdUrl: 'location', createdItem: 'body' },
    after: script('created-just-now'),
  }),
  items.readItem('Follow its Location', {
    at: '{{createdUrl}}',
    answers: 200,
    same: 'createdItem',
    sends: { ETag: '"1"' },
  }),
  items.createItem('Create with a name of 120 emoji and letters', {
    description: 'Characters are counted, not the two units that JavaScript keeps most emoji in.',
    before: script('name-of', { characters: 120 }),
    body: { name: '{{longName}}', data: {} },
    answers: 201,
    shows: { name: '{{longName}}' },
  }),
  items.createItem('Create with a charset beside the media type', {
    headers: { 'Content-Type': 'application/json; charset=utf-8' },
    body: { name: '{{run}} charset', data: {} },
    answers: 201,
  }),
  items.readItem('See that the others have not touched the first', {
    params: { id: '{{createdId}}' },
    answers: 200,
    same: 'createdItem',
  }),
]);
