import { type Json, type Step, scenario, script } from '../scenario';
import { items } from './items';

/** Refused with 400 and a JSON pointer to each thing that is wrong, and to nothing else. */
function refused(name: string, body: { readonly [member: string]: Json }, ...pointsAt: string[]): Step {
  return items.createItem(name, { body, answers: 400, pointsAt });
}

/** Refused with 400, by the gateway or the function: which one is not for the client to know. */
function refusedText(name: string, text: string): Step {
  return items.createItem(name, { text, answers: 400 });
}

const name = '{{run}} refused';
const data = {};

export const validation = scenario(
  'What is not an item',
  'Nothing here creates anything; errors[] says where each mistake is.',
  [
    refusedText('Send what is not JSON', '{"name": "{{run}} refused", "data": '),
    refusedText('Send nothing', ''),
    refusedText('Send an array', '[{ "name": "{{run}} refused", "data": {} }]'),
    refusedText('Send a string', '"{{run}} refused"'),
    refusedText('Send null', 'null'),
    refused('Leave the name out', { data }, '/name'),
    refused('Leave data out', { name }, '/data'),
    refused('Send an empty name', { name: '', data }, '/name'),
    refused('Send a name of 121 characters', { name: 'n'.repeat(121), data }, '/name'),
    refused('Send a name of 121 emoji', { name: '😀'.repeat(121), data }, '/name'),
    refused('Send a number for a name', { name: 7, data }, '/name'),
    items.createItem('Send half a character for a name', {
      description: 'A lone surrogate is not a character: it would come back as something else.',
      text: '{ "name": "\\ud83d", "data": {} }',
      answers: 400,
      pointsAt: ['/name'],
    }),
    refused('Send a string for data', { name, data: 'blue' }, '/data'),
    refused('Send an array for data', { name, data: ['blue'] }, '/data'),
    refused('Send null for data', { name, data: null }, '/data'),
    refused('Send a member that items do not have', { name, data, colour: 'blue' }, '/colour'),
    refused('Send a member with a slash and a tilde in its name', { name, data, 'a/b~c': 1 }, '/a~1b~0c'),
    refused('Choose the id', { name, data, id: '{{$guid}}' }, '/id'),
    refused('Make three mistakes', { name: '', data: 1, colour: 'blue' }, '/name', '/data', '/colour'),
    items.listItems('See that nothing was created', {
      query: { limit: 100 },
      answers: 200,
      after: script('items-of-name', { name, count: 0 }),
    }),
  ],
);
