import { scenario, script } from '../scenario';
import { items } from './items';

const most = 65_536;
const text = '{{body}}';
const item = { name: '{{run}} typed', data: {} };

export const bodies = scenario(
  'Sizes and media types',
  `A body is JSON, in UTF-8, of at most ${most} bytes.`,
  [
    items.createItem(`Send ${most} bytes`, {
      before: script('body-of', { bytes: most, filling: 'x' }),
      text,
      answers: 201,
      keeps: { largeId: 'body.id', largeTag: 'header.ETag' },
      after: script('drop-body'),
    }),
    items.changeItem('Let the largest item grow', {
      params: { id: '{{largeId}}' },
      headers: { 'If-Match': '{{largeTag}}' },
      body: { data: { more: 'x'.repeat(100) } },
      answers: 413,
    }),
    items.deleteItem('Delete the largest item', { params: { id: '{{largeId}}' }, answers: 204 }),
    items.createItem(`Send ${most + 1} bytes`, {
      before: script('body-of', { bytes: most + 1, filling: 'x' }),
      text,
      answers: 413,
    }),
    items.createItem(`Send ${most + 1} bytes in half as many characters`, {
      before: script('body-of', { bytes: most + 1, filling: 'é' }),
      text,
      answers: 413,
    }),
    items.createItem('Create from text', {
      headers: { 'Content-Type': 'text/plain' },
      body: item,
      answers: 415,
    }),
    items.createItem('Create from XML', {
      headers: { 'Content-Type': 'application/xml' },
      text: '<item><name>{{run}} typed</name></item>',
      answers: 415,
    }),
    items.createItem('Create from a merge patch', {
      headers: { 'Content-Type': 'application/merge-patch+json' },
      body: item,
      answers: 415,
    }),
    items.createItem('Create in another charset', {
      headers: { 'Content-Type': 'application/json; charset=iso-8859-1' },
      body: item,
      answers: 415,
    }),
    items.changeItem('Change by a text', {
      params: { id: '{{$guid}}' },
      headers: { 'If-Match': '"1"', 'Content-Type': 'text/plain' },
      body: { data: {} },
      answers: 415,
    }),
  ],
);
