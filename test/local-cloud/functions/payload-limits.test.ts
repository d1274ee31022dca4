import { useFixtures } from './run-fixture';

const start = useFixtures();
const MAX_EVENT = 6 * 1024 * 1024;
const MAX_ANSWER = MAX_EVENT + 100;

/** A JSON string that is exactly so many bytes long. */
const eventOf = (bytes: number) => `"${'x'.repeat(bytes - 2)}"`;

test('an event of 6 MB arrives, one byte more is too large and starts nothing', async () => {
  const fn = start('counts-invocations');
  expect(await fn.invoke(eventOf(MAX_EVENT + 1), '')).toEqual({ outcome: 'too-large' });
  await fn.logged(/RequestTooLargeException/);
  expect(await fn.invoke(eventOf(MAX_EVENT), '')).toMatchObject({ outcome: 'answered' });
  expect(await fn.answer()).toMatchObject({ count: 2 });
});

test('the size counts in bytes, not in characters', async () => {
  const fn = start('counts-invocations');
  const event = `"${'ä'.repeat(MAX_EVENT / 2)}"`;
  expect(await fn.invoke(event, '')).toEqual({ outcome: 'too-large' });
});

test('an answer of 6 MB and 100 bytes arrives, one byte more is too large; the environment lives on', async () => {
  const fn = start('answers-at-any-length');
  const largest = await fn.run({ bytes: MAX_ANSWER });
  expect(largest.outcome === 'answered' && largest.payload.length).toBe(MAX_ANSWER);
  expect(await fn.run({ bytes: MAX_ANSWER + 1 })).toEqual({ outcome: 'too-large' });
  await fn.logged(/ResponseSizeTooLarge/);
  expect(await fn.answer({ bytes: 10 })).toBe('xxxxxxxx');
});
