import * as fc from 'fast-check';
import type { JsonObject, JsonValue } from '../../../services/contract/schemas';
import { mergePatch } from '../../../services/items/merge-patch';

// The cases of RFC 7386, appendix A, whose patch is an object.
test.each<[JsonValue, JsonObject, JsonObject]>([
  [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
  [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
  [{ a: 'b' }, { a: null }, {}],
  [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
  [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
  [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
  [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
  [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
  [{ e: null }, { a: 1 }, { e: null, a: 1 }],
  [[1, 2], { a: 'b', c: null }, { a: 'b' }],
  [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
])('%j patched with %j is %j', (target, patch, result) => {
  expect(mergePatch(target, patch)).toEqual(result);
});

test('a member called __proto__ is a member like any other', () => {
  const patch = JSON.parse('{"__proto__":{"polluted":true}}');
  const result = mergePatch({ a: 1 }, patch);
  expect(JSON.stringify(result)).toBe('{"a":1,"__proto__":{"polluted":true}}');
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

test('neither side is changed', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string(), fc.jsonValue()),
      fc.dictionary(fc.string(), fc.jsonValue()),
      (target, patch) => {
        const before = JSON.stringify([target, patch]);
        mergePatch(target as JsonObject, patch as JsonObject);
        expect(JSON.stringify([target, patch])).toBe(before);
      },
    ),
  );
});
