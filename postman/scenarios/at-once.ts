import { scenario, script } from '../scenario';
import { items } from './items';

const race = { times: 8, rounds: 2 };
const sixTimes = '{{run}} six times';

export const atOnce = scenario(
  'At the same time',
  'Each first request sends more of them, all at once, from its test script; the request behind it judges their ' +
    'answers, because a failing check inside of pm.sendRequest would go unheard.',
  [
    items.createItem('Create an item to fight over', {
      description:
        "A large one: the longer it takes to read and to write, the more the changes get in each other's way.",
      before: script('body-of', { bytes: 40_000, filling: 'x' }),
      text: '{{body}}',
      answers: 201,
      keeps: { foughtId: 'body.id', foughtTag: 'header.ETag' },
      after: script('drop-body'),
    }),
    items.readItem('Change it eight times at once', {
      description: 'Two rounds of eight changes, each made for the version that the round before has left.',
      params: { id: '{{foughtId}}' },
      answers: 200,
      after: script('at-once/change', race),
    }),
    items.readItem('See that one change was made in each round', {
      params: { id: '{{foughtId}}' },
      answers: 200,
      shows: { version: 1 + race.rounds, 'data.round': race.rounds },
      after: script('at-once/one-change', race),
    }),
    items.readItem('Create with one key six times at once', {
      before: script('new-key'),
      params: { id: '{{foughtId}}' },
      answers: 200,
      after: script('at-once/create', { times: 6, name: sixTimes }),
    }),
    items.createItem('Create with that key once more', {
      description: 'By now nothing is in flight: whoever was told 409 gets the item this way.',
      headers: { 'Idempotency-Key': '{{onceKey}}' },
      body: { name: sixTimes, data: {} },
      answers: 201,
      after: script('at-once/one-item', { times: 6 }),
    }),
    items.listItems('See that one item was created', {
      query: { limit: 100 },
      answers: 200,
      after: script('items-of-name', { name: sixTimes, count: 1 }),
    }),
  ],
);
