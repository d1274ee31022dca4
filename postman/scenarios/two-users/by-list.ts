import { type Step, scenario, script } from '../../scenario';
import { items } from '../items';
import { bothWays, creates, type Person } from './people';

/** Of two items the first page has one: so there is a cursor to take away. */
function firstPage(person: Person): readonly Step[] {
  const { name, key, as } = person;
  return [
    creates(person, 'an item to list'),
    creates(person, 'another item to list'),
    items.listItems(`${name} lists the newest item`, {
      as,
      query: { limit: 1 },
      answers: 200,
      keeps: { [`${key}Cursor`]: 'body.nextCursor' },
    }),
  ];
}

function othersCursor({ name, as }: Person, owner: Person): readonly Step[] {
  return [
    items.listItems(`${name} goes on from ${owner.name}'s cursor`, {
      as,
      query: { limit: 1, cursor: `{{${owner.key}Cursor}}` },
      answers: 400,
      pointsAt: ['/cursor'],
    }),
  ];
}

function everyPage({ name, key, as }: Person): readonly Step[] {
  const options = { as, own: `{{${key}Id}}` };
  return [
    items.listItems(`${name} walks to the first page`, {
      as,
      query: { limit: 1 },
      answers: 200,
      after: script('two-users/page', { ...options, first: true }),
    }),
    items.listItems(`${name} walks to the next page`, {
      description: 'Comes back to itself until there is no other.',
      as,
      query: { limit: '{{pageLimit}}', cursor: '{{pageCursor}}' },
      answers: 200,
      after: script('two-users/page', { ...options, first: false }),
    }),
  ];
}

export const byList = scenario(
  'Two users: by list and cursor',
  "Neither of Ada's and Bo's lists holds, on any page, what the other has created, and a cursor of one is none of the other.",
  [...bothWays(firstPage), ...bothWays(othersCursor), ...bothWays(everyPage)],
);
