import { type Step, scenario, script } from '../scenario';
import { items } from './items';

const limits = ['0', '101', '-1', 'abc', '1.5'];

function refusedCursor(name: string, cursor: string): Step {
  return items.listItems(name, { query: { cursor }, answers: 400, pointsAt: ['/cursor'] });
}

export const listing = scenario('Listing', 'How long a page may be, and what is no way to ask for one.', [
  items.listItems('List one item', {
    query: { limit: 1 },
    answers: 200,
    keeps: { cursor: 'body.nextCursor' },
    after: script('at-most', { items: 1 }),
  }),
  items.listItems('List what comes behind it', {
    query: { limit: 1, cursor: '{{cursor}}' },
    answers: 200,
    after: script('at-most', { items: 1 }),
  }),
  items.listItems('List a hundred items', {
    query: { limit: 100 },
    answers: 200,
    after: script('at-most', { items: 100 }),
  }),
  items.listItems('List without a limit', { answers: 200, after: script('at-most', { items: 25 }) }),
  ...limits.map((limit) =>
    items.listItems(`List with the limit ${limit}`, { query: { limit }, answers: 400, pointsAt: ['/limit'] }),
  ),
  refusedCursor('Go on from garbage', 'garbage'),
  refusedCursor('Go on from a key of the table', '{{tableKey}}'),
  refusedCursor('Go on from half a cursor', '{{halfCursor}}'),
  refusedCursor('Go on from a longer cursor', '{{cursor}}AAAA'),
  refusedCursor('Go on from a forged cursor', '{{forgedCursor}}'),
  items.listItems('Ask for a colour', { query: { colour: 'blue' }, answers: 400, pointsAt: ['/colour'] }),
]);
