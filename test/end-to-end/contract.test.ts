import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { itemsLeft, usersLeft } from './left-in-stage';
import { npmStart, type Started, temporaryDirectory } from './npm-start';
import { scratchCopy } from './scratch-copy';

const copy = scratchCopy();
const data = temporaryDirectory();
const reports = temporaryDirectory();
let running: Started;

beforeAll(async () => {
  running = await npmStart({ root: copy.root, data });
});
afterAll(() => running.stop());

/** What `npm run contract` runs, against the stage of this file. */
function contract(...more: string[]): Promise<{ passed: boolean; output: string; checks: number }> {
  const args = [
    '--disable-warning=Warning',
    '--require',
    'tsx/cjs',
    'postman/run.ts',
    '--url',
    running.url,
    '--report',
    reports,
    ...more,
  ];
  // In CI, too, the runs of this test are none that GitHub is to be told of.
  const env = { ...process.env, GITHUB_ACTIONS: undefined };
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: copy.root, env, maxBuffer: 2 ** 24 }, (error, stdout, stderr) => {
      const [, checks = '0'] = /(\d+) checks, \d+ failures/.exec(stdout) ?? [];
      resolve({ passed: !error, output: stdout + stderr, checks: Number(checks) });
    });
  });
}

async function expectNothingLeft(): Promise<void> {
  expect(await itemsLeft(running)).toEqual([]);
  expect(await usersLeft(running)).toEqual([]);
}

test('the collection passes, with more than 120 checks, and leaves nothing behind', async () => {
  const { passed, output, checks } = await contract();
  expect(passed ? '' : output).toBe('');
  expect(checks).toBeGreaterThan(120);
  // Its last folder has deleted it all, as whoever had it.
  expect(output).not.toContain('Deleted what the run had left');
  await expectNothingLeft();
});

test('on the same stage it passes again, four times at once', async () => {
  const runs = await Promise.all([contract(), contract(), contract(), contract()]);
  expect(runs.filter(({ passed }) => !passed).map(({ output }) => output)).toEqual([]);
  await expectNothingLeft();
}, 180_000);

describe('it fails when there is', () => {
  const handler = 'services/items/handler.ts';
  const items = 'services/items/items.ts';
  const response = 'services/runtime/response.ts';
  const owner = 'services/runtime/owner.ts';
  let builds = 0;

  async function put(file: string, passage: string, replacement: string): Promise<void> {
    copy.edit(file, passage, replacement);
    builds += 1;
    await running.printed({ words: 'The items service runs the new code', times: builds });
  }

  test.each([
    [
      'an extra property in a response',
      handler,
      'status: 201, body: item,',
      'status: 201, body: { ...item, extra: 1 },',
    ],
    ['no idempotency', handler, "headers['Idempotency-Key']", 'undefined'],
    ['a stale If-Match accepted', items, "if (!names(ifMatch, item.version, 'strong')) stale();", ''],
    [
      'a cursor that skips an item',
      items,
      '{ items, nextCursor:',
      '{ items: items.slice(0, -1), nextCursor:',
    ],
    ['one owner for everybody', owner, 'return sub;', "return 'everyone';"],
    [
      'a cursor that is good for anybody',
      'services/items/cursor.ts',
      '`cursor\\n${owner}\\n`',
      '`cursor\\n`',
    ],
    [
      'idempotency keys that all users share',
      'services/items/store.ts',
      'pk: owner, sk: `KEY#',
      "pk: 'keys', sk: `KEY#",
    ],
    [
      'an error as application/json',
      response,
      "'Content-Type': problemMediaType",
      "'Content-Type': 'application/json'",
    ],
    // The last: it cannot be taken back in the same way.
    ['an error without CORS headers', response, '{ ...common, ', '{ ...securityHeaders, '],
  ])('%s', async (_, file, passage, fault) => {
    await put(file, passage, fault);
    const { passed, output } = await contract('--bail');
    expect(passed).toBe(false);
    expect(output).toMatch(/[1-9]\d* failures? in/);
    await expectNothingLeft();
    await put(
      file,
      fault || 'const changed: Item',
      fault ? passage : `${passage}\n      const changed: Item`,
    );
  });
});

test('its report is written for CI to show', () => {
  const { host } = new URL(running.url);
  expect(readFileSync(join(reports, `contract-${host.replace(':', '-')}.xml`), 'utf8')).toMatch(
    /<testsuites/,
  );
});
