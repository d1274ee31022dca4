import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { inputHash } from '../../../infra/develop/input-hash';

const root = mkdtempSync(join(tmpdir(), 'groundwork-hash-'));
afterAll(() => rmSync(root, { recursive: true }));

function write(file: string, content: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), content);
}

beforeAll(() => {
  write('infra/stages.ts', 'a');
  write('services/items/handler.ts', 'b');
  write('package.json', '{}');
});

test('the same tree has the same hash', async () => {
  expect(await inputHash(root)).toBe(await inputHash(root));
});

test.each([
  ['infra/stages.ts', 'changed'],
  ['infra/backend/new.ts', ''],
  ['services/items/handler.ts', 'changed'],
  ['services/items/data.json', '{}'],
  ['cdk.json', '{}'],
  ['cdk.context.json', '{}'],
  ['package.json', '{ }'],
  ['tsconfig.json', '{}'],
  ['node_modules/.package-lock.json', '{}'],
])('a change of %s changes it', async (file, content) => {
  const before = await inputHash(root);
  write(file, content);
  expect(await inputHash(root)).not.toBe(before);
});

test('a file that moves changes it, though nothing is written differently', async () => {
  write('services/one/a.ts', 'x');
  const before = await inputHash(root);
  rmSync(join(root, 'services/one/a.ts'));
  write('services/one/b.ts', 'x');
  expect(await inputHash(root)).not.toBe(before);
});

test.each(['infra/local-cloud/index.ts', 'infra/develop/start.ts', 'README.md', 'test/a.test.ts'])(
  '%s is no input of a synthesis',
  async (file) => {
    const before = await inputHash(root);
    write(file, String(Math.random()));
    expect(await inputHash(root)).toBe(before);
  },
);
