import { scenario, script } from '../scenario';
import { items } from './items';

export const paging = scenario(
  'Paging',
  'Follows nextCursor from page to page. The user may create and delete items elsewhere at the same time: only ' +
    'what was there before and after the walk has to be in it.',
  [
    items.listItems('Begin with a clean slate', {
      query: { limit: 1 },
      answers: 200,
      after: script('paging/begin'),
    }),
    items.createItem('Create seven items', {
      description: 'Comes back to itself until there are seven.',
      body: { name: '{{run}} page', data: {} },
      answers: 201,
      after: script('paging/create', { items: 7 }),
    }),
    items.listItems('See the newest at once', {
      query: { limit: 100 },
      answers: 200,
      after: script('paging/before'),
    }),
    items.listItems('Walk to the first page', {
      query: { limit: '{{pageLimit}}' },
      answers: 200,
      after: script('paging/walk'),
    }),
    items.listItems('Walk to the next page', {
      description: 'Comes back to itself until all seven have been seen.',
      query: { limit: '{{pageLimit}}', cursor: '{{pageCursor}}' },
      answers: 200,
      after: script('paging/walk'),
    }),
    items.listItems('Compare with what is there now', {
      query: { limit: 100 },
      answers: 200,
      after: script('paging/after'),
    }),
  ],
);
