import { scenario, script } from '../scenario';
import { items } from './items';

const body = { name: '{{run}} once', data: { colour: 'blue' } };
const key = '{{onceKey}}';

export const idempotency = scenario(
  'Sending a request again',
  'With an Idempotency-Key a request can be repeated without fear: it is done once.',
  [
    items.createItem('Create once', {
      before: script('new-key'),
      headers: { 'Idempotency-Key': key },
      body,
      answers: 201,
      keeps: { onceId: 'body.id', onceItem: 'body', onceUrl: 'header.Location', onceTag: 'header.ETag' },
    }),
    items.createItem('Send the same again', {
      headers: { 'Idempotency-Key': key },
      body,
      answers: 201,
      same: 'onceItem',
      sends: { Location: '{{onceUrl}}', ETag: '{{onceTag}}' },
    }),
    items.listItems('See that there is one item', {
      query: { limit: 100 },
      answers: 200,
      after: script('items-of-name', { name: '{{run}} once', count: 1 }),
    }),
    items.createItem('Send something else with the same key', {
      headers: { 'Idempotency-Key': key },
      body: { ...body, data: { colour: 'red' } },
      answers: 422,
    }),
    items.createItem('Send the same with another key', {
      headers: { 'Idempotency-Key': `${key}-2` },
      body,
      answers: 201,
      after: script('another-item', { than: '{{onceId}}' }),
    }),
    items.changeItem('Change the item created once', {
      params: { id: '{{onceId}}' },
      headers: { 'If-Match': '{{onceTag}}' },
      body: { data: { colour: 'green' } },
      answers: 200,
    }),
    items.createItem('Send the first request a last time', {
      description: 'The answer is the one given then, though the item has changed since.',
      headers: { 'Idempotency-Key': key },
      body,
      answers: 201,
      same: 'onceItem',
    }),
    items.createItem('Send a key with a space in it', {
      headers: { 'Idempotency-Key': 'two words' },
      body,
      answers: 400,
      pointsAt: ['/Idempotency-Key'],
    }),
    items.createItem('Send a key of 256 characters', {
      headers: { 'Idempotency-Key': 'k'.repeat(256) },
      body,
      answers: 400,
      pointsAt: ['/Idempotency-Key'],
    }),
  ],
);
