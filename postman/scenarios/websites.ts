import { offRoute, scenario, script } from '../scenario';
import { items } from './items';

const foreign = 'https://evil.example';
const params = { id: '{{$guid}}' };

/** That every answer names the stage's own website and no other is checked for each request of the collection. */
export const websites = scenario(
  'Websites',
  'What a browser lets the website of the stage do, and no other: it can ask, and it can read answers and errors.',
  [
    offRoute('OPTIONS /items', 'Our website may create', {
      headers: {
        Origin: '{{origin}}',
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'authorization,content-type,idempotency-key',
      },
      answers: 204,
      after: script('origin-let-in'),
    }),
    offRoute('OPTIONS /items/{{$guid}}', 'Our website may change', {
      headers: {
        Origin: '{{origin}}',
        'Access-Control-Request-Method': 'PATCH',
        'Access-Control-Request-Headers': 'authorization,content-type,if-match',
      },
      answers: 204,
      after: script('origin-let-in'),
    }),
    items.listItems('Our website reads', {
      headers: { Origin: '{{origin}}' },
      answers: 200,
      after: script('origin-let-in'),
    }),
    items.readItem('Our website reads an error of the service', {
      headers: { Origin: '{{origin}}' },
      params,
      answers: 404,
      after: script('origin-let-in'),
    }),
    items.listItems('Our website reads that nobody is signed in', {
      as: 'nobody',
      headers: { Origin: '{{origin}}' },
      answers: 401,
      after: script('origin-let-in'),
    }),
    items.createItem('Our website reads an error of the gateway', {
      headers: { Origin: '{{origin}}' },
      text: '{',
      answers: 400,
      after: script('origin-let-in'),
    }),
    offRoute('GET /no-such-route', 'Our website reads that there is no such route', {
      headers: { Origin: '{{origin}}' },
      answers: 404,
      after: script('origin-let-in'),
    }),
    offRoute('OPTIONS /items', 'Another website asks whether it may create', {
      headers: { Origin: foreign, 'Access-Control-Request-Method': 'POST' },
      answers: 204,
      after: script('origin-kept-out', { origin: foreign }),
    }),
    items.listItems('Another website reads', {
      headers: { Origin: foreign },
      answers: 200,
      after: script('origin-kept-out', { origin: foreign }),
    }),
    items.readItem('Another website reads an error', {
      headers: { Origin: foreign },
      params,
      answers: 404,
      after: script('origin-kept-out', { origin: foreign }),
    }),
    items.listItems('Another website reads that nobody is signed in', {
      as: 'nobody',
      headers: { Origin: foreign },
      answers: 401,
      after: script('origin-kept-out', { origin: foreign }),
    }),
    items.listItems('A page without an origin reads', {
      headers: { Origin: 'null' },
      answers: 200,
      after: script('origin-kept-out', { origin: 'null' }),
    }),
  ],
);
