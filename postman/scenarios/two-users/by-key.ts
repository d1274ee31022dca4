import { type Step, type StepSettings, scenario, script } from '../../scenario';
import { items } from '../items';
import { bothWays, type Person } from './people';

const blue = { name: '{{run}} by key', data: { colour: 'blue' } };
const red = { name: '{{run}} by key', data: { colour: 'red' } };

function sends({ as }: Person, what: string, settings: Partial<StepSettings> = {}): Step {
  return items.createItem(what, {
    as,
    headers: { 'Idempotency-Key': '{{onceKey}}' },
    body: blue,
    answers: 201,
    ...settings,
  });
}

/** The variables of a scenario are named for whose they are: `adaOnce` is the item that Ada has got. */
function sameKey(one: Person, another: Person): readonly Step[] {
  const [ones, anothers] = [`${one.key}Once`, `${another.key}Once`];
  const anothersKey = `${another.name} sends the same by ${one.name}'s key`;
  return [
    sends(one, `${one.name} creates by a key`, {
      before: script('new-key'),
      keeps: { [ones]: 'body', [`${ones}Id`]: 'body.id' },
    }),
    sends(another, anothersKey, {
      keeps: { [anothers]: 'body', [`${anothers}Id`]: 'body.id' },
      after: script('another-item', { than: `{{${ones}Id}}` }),
    }),
    sends(another, `${anothersKey} again`, { same: anothers }),
    sends(one, `${one.name} sends it again after ${another.name}`, { same: ones }),
    items.readItem(`${one.name} reads what ${another.name} got by that key`, {
      as: one.as,
      params: { id: `{{${anothers}Id}}` },
      answers: 404,
    }),
  ];
}

function otherBody(one: Person, another: Person): readonly Step[] {
  const ones = `${one.key}Once`;
  return [
    sends(one, `${one.name} creates by another key`, {
      before: script('new-key'),
      keeps: { [ones]: 'body', [`${ones}Id`]: 'body.id' },
    }),
    sends(another, `${another.name} sends something else by ${one.name}'s other key`, {
      body: red,
      shows: { data: red.data },
      after: script('another-item', { than: `{{${ones}Id}}` }),
    }),
    sends(another, `${another.name} sends what ${one.name} has sent by that key`, { answers: 422 }),
    sends(one, `${one.name} sends it again, whatever ${another.name} has sent`, { same: ones }),
    items.readItem(`${one.name} finds it as it was created`, {
      as: one.as,
      params: { id: `{{${ones}Id}}` },
      answers: 200,
      same: ones,
      sends: { ETag: '"1"' },
    }),
  ];
}

export const byKey = scenario(
  'Two users: by idempotency key',
  'A key means something to who has used it, and nothing to anybody else: Ada and Bo may happen to use the same.',
  [...bothWays(sameKey), ...bothWays(otherBody)],
);
