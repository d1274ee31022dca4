import { etag, names, versionsIn } from '../../../services/runtime/etag';

test.each([
  ['"3"', 'strong', true],
  ['"1", "3"', 'strong', true],
  ['*', 'strong', true],
  ['W/"3"', 'strong', false],
  ['W/"3"', 'weak', true],
  ['"2"', 'strong', false],
  ['3', 'strong', false],
  ['"3', 'strong', false],
  ['"03"', 'strong', false],
  ['', 'strong', false],
] as const)('%s, compared %sly, names version 3: %s', (header, comparison, expected) => {
  expect(names(header, 3, comparison)).toBe(expected);
});

test('the versions in a header are those whose tags could be ours', () => {
  expect(versionsIn('"1", W/"2", "x", "4" , 5')).toEqual([1, 4]);
  expect(versionsIn('"1", *')).toBe('any');
  expect(versionsIn('nonsense')).toEqual([]);
  expect(versionsIn(etag(7))).toEqual([7]);
});
