import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeGenerated } from '../../services/contract/generated-files';

let root: string;
const lines: string[] = [];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'generated-'));
  lines.length = 0;
  jest.spyOn(console, 'log').mockImplementation((line) => void lines.push(line));
  jest.spyOn(console, 'error').mockImplementation((line) => void lines.push(line));
});

afterEach(async () => {
  jest.restoreAllMocks();
  process.exitCode = 0;
  await rm(root, { recursive: true });
});

test('writes what differs, folders included, and leaves the rest alone', async () => {
  await writeFile(join(root, 'same.json'), 'same');
  const { mtimeMs } = await stat(join(root, 'same.json'));
  expect(await writeGenerated(root, { 'same.json': 'same', 'new/one.json': 'one' })).toEqual([
    'new/one.json',
  ]);
  expect(await readFile(join(root, 'new/one.json'), 'utf8')).toBe('one');
  expect((await stat(join(root, 'same.json'))).mtimeMs).toBe(mtimeMs);
  expect(process.exitCode ?? 0).toBe(0);
});

test('a check writes nothing, names what is stale and the cure, and ends with 1', async () => {
  await writeFile(join(root, 'old.json'), 'old');
  await writeGenerated(root, { 'old.json': 'new', 'missing.json': 'x' }, { check: true });
  expect(await readFile(join(root, 'old.json'), 'utf8')).toBe('old');
  await expect(stat(join(root, 'missing.json'))).rejects.toThrow('ENOENT');
  expect(lines.join('\n')).toMatch(/old\.json.*missing\.json.*npm run generate/s);
  expect(process.exitCode).toBe(1);
});

test('what is to be no longer is removed, and a check says that it is still there', async () => {
  await writeFile(join(root, 'gone.json'), 'x');
  await writeGenerated(root, { 'gone.json': undefined }, { check: true });
  expect(lines.join('\n')).toMatch(/gone\.json is of something that is gone.*npm run generate/s);
  expect(process.exitCode).toBe(1);
  expect(await writeGenerated(root, { 'gone.json': undefined })).toEqual(['gone.json']);
  await expect(stat(join(root, 'gone.json'))).rejects.toThrow('ENOENT');
  expect(await writeGenerated(root, { 'gone.json': undefined })).toEqual([]);
});

test('a check of what is current says nothing', async () => {
  await writeFile(join(root, 'same.json'), 'same');
  await writeGenerated(root, { 'same.json': 'same' }, { check: true });
  expect(lines).toEqual([]);
  expect(process.exitCode ?? 0).toBe(0);
});
