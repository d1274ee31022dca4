import { type Step, script } from '../../scenario';
import { items } from '../items';

/** One of the two who send the requests: Ada, whose id token is in `token`, and Bo, whose is in `otherToken`. */
export interface Person {
  readonly name: string;
  /** What the names of this person's variables begin with. */
  readonly key: string;
  readonly as: 'user' | 'other';
  readonly token: 'token' | 'otherToken';
}

const ada: Person = { name: 'Ada', key: 'ada', as: 'user', token: 'token' };
const bo: Person = { name: 'Bo', key: 'bo', as: 'other', token: 'otherToken' };

/** Whatever holds for one has to hold the other way round. */
export function bothWays(steps: (one: Person, another: Person) => readonly Step[]): readonly Step[] {
  return [...steps(ada, bo), ...steps(bo, ada)];
}

/** Creates an item, which is to be there at the end as it was. The first one makes sure that they are two. */
export function creates({ name, key, as }: Person, what: string): Step {
  return items.createItem(`${name} creates ${what}`, {
    as,
    body: { name: `{{run}} of ${name}`, data: { of: name } },
    answers: 201,
    keeps: { [`${key}Id`]: 'body.id', [`${key}Tag`]: 'header.ETag', [`${key}Item`]: 'body' },
    ...(as === 'user' && { after: script('two-users/are-two') }),
  });
}

/** The item that the owner has created last is as it was created. */
export function isUnchanged({ name, key, as }: Person, step: string): Step {
  return items.readItem(`${name} ${step}`, {
    as,
    params: { id: `{{${key}Id}}` },
    answers: 200,
    same: `${key}Item`,
    sends: { ETag: `{{${key}Tag}}` },
  });
}
