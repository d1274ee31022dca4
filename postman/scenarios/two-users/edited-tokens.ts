import { type Sender, type Step, type StepSettings, scenario, script } from '../../scenario';
import { items } from '../items';
import { bothWays, creates, isUnchanged, type Person } from './people';

const editedToken = { token: '{{editedToken}}' };

/** Every route, on what would be there for whom the token pretends to be of. */
function refused(
  how: string,
  { name, key }: Person,
  as: Sender,
  before?: StepSettings['before'],
): readonly Step[] {
  const settings = { as, ...(before && { before }), answers: 401 };
  const params = { id: `{{${key}Id}}` };
  const body = { name: '{{run}} by an edited token', data: {} };
  const headers = { 'If-Match': `{{${key}Tag}}` };
  return [
    items.readItem(`Read ${name}'s item ${how}`, { ...settings, params }),
    items.listItems(`List ${name}'s items ${how}`, settings),
    items.createItem(`Create an item of ${name}'s ${how}`, { ...settings, body }),
    items.changeItem(`Change ${name}'s item ${how}`, { ...settings, params, headers, body: { data: {} } }),
    items.deleteItem(`Delete ${name}'s item ${how}`, { ...settings, params }),
  ];
}

function edited(own: Person, wanted: Person): readonly Step[] {
  const by = (how: string, edit: string) =>
    refused(
      how,
      wanted,
      editedToken,
      script('two-users/edited-token', { edit, own: own.token, wanted: wanted.token }),
    );
  const sub = by(`by ${own.name}'s token with ${wanted.name}'s sub in it`, 'sub');
  // The rest is the same question to the same key, whoever asks.
  if (own.as === 'other') return sub;
  return [
    ...sub,
    ...by(`by ${wanted.name}'s claims with ${own.name}'s signature`, 'signature'),
    ...by(`by ${wanted.name}'s claims without a signature`, 'no signature'),
    ...by(`by ${wanted.name}'s claims and the algorithm none`, 'algorithm'),
  ];
}

/** That an edited token is refused proves something only if the editing itself does it no harm. */
function unedited({ name, key, token }: Person): Step {
  return items.readItem(`Read ${name}'s item by a token taken apart and put together again`, {
    before: script('two-users/edited-token', { edit: 'nothing', own: token, wanted: token }),
    as: editedToken,
    params: { id: `{{${key}Id}}` },
    answers: 200,
    same: `${key}Item`,
  });
}

export const editedTokens = scenario(
  'Two users: by an edited token',
  'What Ada can make of her token to be taken for Bo, and the other way round: both are taken from the variables, wherever ' +
    'else Postman may have got one for its requests. An access token is none for this API, either.',
  [
    ...bothWays((one) => [creates(one, 'an item that others want'), unedited(one)]),
    ...bothWays(edited),
    ...bothWays((one) =>
      one.as === 'user' ? refused('by an access token', one, { token: '{{accessToken}}' }) : [],
    ),
    ...bothWays((one) => [isUnchanged(one, 'still finds the item as it was')]),
  ],
);
