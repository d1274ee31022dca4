import { newItemId } from '../../../services/items/item-id';

test('an id is a UUID of version 7', () => {
  expect(newItemId(new Date())).toMatch(
    /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  );
});

test('ids sort by the time they were made, to the millisecond', () => {
  const times = [0, 1, 255, 256, 1_700_000_000_000, 1_700_000_000_001, 2 ** 47];
  const ids = times.map((time) => newItemId(new Date(time)));
  expect([...ids].sort()).toEqual(ids);
});

test('two ids of one millisecond differ', () => {
  const now = new Date();
  expect(new Set(Array.from({ length: 1000 }, () => newItemId(now))).size).toBe(1000);
});
