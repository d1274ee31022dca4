import * as fc from 'fast-check';
import { decodeCursor, encodeCursor } from '../../../services/items/cursor';
import { newItemId } from '../../../services/items/item-id';
import { Failure } from '../../../services/runtime/failure';

const id = '01a204ed-26a6-7431-8db2-18e5229755ff';

test('a cursor comes back as the id it was made from', () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.date({ min: new Date(0), max: new Date(2 ** 47), noInvalidDate: true }),
      (owner, now) => {
        const some = newItemId(now);
        expect(decodeCursor(owner, encodeCursor(owner, some))).toBe(some);
      },
    ),
  );
});

test('it does not say whose it is', () => {
  expect(Buffer.from(encodeCursor('someone', id), 'base64url').toString('latin1')).not.toContain('someone');
});

test('no other owner can use it', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (owner, other) => {
      fc.pre(owner !== other);
      expect(() => decodeCursor(other, encodeCursor(owner, id))).toThrow(Failure);
    }),
  );
});

test('neither a part of it nor a changed one is taken', () => {
  const cursor = encodeCursor('someone', id);
  for (let length = 0; length < cursor.length; length++) {
    expect(() => decodeCursor('someone', cursor.slice(0, length))).toThrow(Failure);
  }
  for (let index = 0; index < cursor.length; index++) {
    const other = cursor[index] === 'A' ? 'B' : 'A';
    const changed = cursor.slice(0, index) + other + cursor.slice(index + 1);
    expect(() => decodeCursor('someone', changed)).toThrow(Failure);
  }
});

test('anything else is refused, naming the parameter', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(() => decodeCursor('someone', text)).toThrow(Failure);
    }),
  );
  try {
    decodeCursor('someone', '');
  } catch (error) {
    expect((error as Failure).more.errors).toEqual([
      { in: 'query', pointer: '/cursor', detail: expect.stringContaining('nextCursor') },
    ]);
  }
});
