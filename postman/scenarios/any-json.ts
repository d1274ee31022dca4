import { scenario, script } from '../scenario';
import { items } from './items';

export const anyJson = scenario(
  'Any JSON',
  'Names and data in any language and of any shape come back exactly as they were sent.',
  [
    items.createItem('Create with every kind of JSON', {
      before: script('every-kind-of-json'),
      text: '{{body}}',
      answers: 201,
      keeps: { anyId: 'body.id', anyTag: 'header.ETag' },
      after: script('as-sent'),
    }),
    items.readItem('Read every kind of JSON', {
      params: { id: '{{anyId}}' },
      answers: 200,
      after: script('as-sent'),
    }),
    items.changeItem('Change members with dangerous names', {
      params: { id: '{{anyId}}' },
      headers: { 'If-Match': '{{anyTag}}' },
      text: '{ "data": { "__proto__": { "admin": null, "colour": "blue" }, "constructor": null } }',
      answers: 200,
      after: script('as-changed'),
    }),
  ],
);
