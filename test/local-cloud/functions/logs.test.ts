import { useFixtures } from './run-fixture';

const start = useFixtures();

test("JSON logs are AWS's own, one object a line, with the request's id", async () => {
  const fn = start('talks-a-lot');
  await fn.answer({ lines: ['first', 'second\nwith two lines'] });
  const [first, second] = [await fn.logged(/first/), await fn.logged(/second/)].map((line) =>
    JSON.parse(line),
  );
  expect(first).toEqual({
    timestamp: expect.any(String),
    level: 'INFO',
    requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    message: 'first',
  });
  expect(second.message).toBe('second\nwith two lines');
});

test('text logs have the id and the level before the message', async () => {
  const fn = start('talks-a-lot', { logFormat: 'Text' });
  await fn.answer({ lines: ['first\nof two'] });
  expect(await fn.logged(/first/)).toMatch(/^\S+Z\t[0-9a-f-]{36}\tINFO\tfirst$/);
  await fn.logged(/^of two$/);
});

test('what is written past the console arrives too, line by line, the last one when the process ends', async () => {
  const fn = start('talks-a-lot');
  await fn.answer({ lines: [], raw: 'one\ntwo\n\nthree without an end' });
  await fn.logged(/^two$/);
  await fn.stop();
  expect(fn.logs).toEqual(['one', 'two', 'three without an end']);
});

test('a line without end is handed on in pieces, all of it before the process freezes', async () => {
  const fn = start('talks-a-lot');
  await fn.answer({ lines: [], long: 4_000_000 });
  await fn.stop();
  const lengths = fn.logs.map((line) => line.length);
  expect(lengths.reduce((sum, length) => sum + length)).toBe(4_000_000);
  expect(Math.max(...lengths)).toBeLessThanOrEqual(262_144);
});

test('an error that a handler throws is logged by the runtime', async () => {
  const fn = start('throws-a-type-error');
  await fn.run();
  expect(JSON.parse(await fn.logged(/no such colour/))).toMatchObject({
    level: 'ERROR',
    message: { errorType: 'TypeError', errorMessage: 'no such colour' },
  });
});
