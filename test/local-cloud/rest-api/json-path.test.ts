import { readJsonPath } from '../../../infra/local-cloud/rest-api/json-path';

const value = { a: [{ b: 1 }, { 'c d': null }], e: 'text' };

test.each<[string, unknown]>([
  ['$', value],
  ['$.e', 'text'],
  ['$.a[0].b', 1],
  ["$.a[1]['c d']", null],
  ['$["a"][0]', { b: 1 }],
])('%s finds its place', (path, found) => {
  expect(readJsonPath(value, path)).toEqual(found);
});

test.each(['$.none', '$.e.length', '$.a[9]', '$.a[*].b', '$..b', 'e', '', '$.constructor'])(
  '%s finds nothing',
  (path) => {
    expect(readJsonPath(value, path)).toBeUndefined();
  },
);
