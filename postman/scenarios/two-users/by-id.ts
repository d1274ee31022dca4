import { type Step, scenario } from '../../scenario';
import { items } from '../items';
import { bothWays, creates, isUnchanged, type Person } from './people';

const stale = '"98"';

/** Headers by which a service might be talked into taking somebody for the owner. */
function claimingToBe({ key }: Person): Record<string, string> {
  const sub = `{{${key}Sub}}`;
  const names = ['X-Owner', 'X-Sub', 'X-User', 'X-User-Id', 'X-Forwarded-User', 'X-Auth-Request-User'];
  return { ...Object.fromEntries(names.map((name) => [name, sub])), Cookie: `owner=${sub}; sub=${sub}` };
}

/** What would be answered 304 or 412 if it were one's own is a 404 as well: nothing tells that it is there. */
function othersItem({ name, as }: Person, owner: Person): readonly Step[] {
  const params = { id: `{{${owner.key}Id}}` };
  const tag = `{{${owner.key}Tag}}`;
  const pretence = claimingToBe(owner);
  const whose = `${owner.name}'s item`;
  const reads = (how: string, headers: Record<string, string>) =>
    items.readItem(`${name} reads ${whose}${how}`, { as, params, headers, answers: 404 });
  const changes = (how: string, headers: Record<string, string>) =>
    items.changeItem(`${name} changes ${whose}${how}`, {
      as,
      params,
      headers,
      body: { data: { colour: 'green' } },
      answers: 404,
    });
  const deletes = (how: string, headers: Record<string, string>) =>
    items.deleteItem(`${name} deletes ${whose}${how}`, { as, params, headers, answers: 404 });
  return [
    reads('', {}),
    reads(', knowing its version', { 'If-None-Match': tag }),
    reads(', knowing any version', { 'If-None-Match': '*' }),
    reads(`, claiming to be ${owner.name}`, pretence),
    changes('', { 'If-Match': tag }),
    changes(', knowing another version', { 'If-Match': stale }),
    changes(`, claiming to be ${owner.name}`, { 'If-Match': tag, ...pretence }),
    deletes('', {}),
    deletes(', knowing its version', { 'If-Match': tag }),
    deletes(', knowing another version', { 'If-Match': stale }),
    deletes(`, claiming to be ${owner.name}`, pretence),
  ];
}

export const byId = scenario(
  'Two users: by id',
  'Ada, whose id token is in token, and Bo, whose is in otherToken: what is of the other is not there at all.',
  [
    ...bothWays((one) => [creates(one, 'an item to keep')]),
    ...bothWays(othersItem),
    ...bothWays((one) => [isUnchanged(one, 'finds the item as it was')]),
  ],
);
