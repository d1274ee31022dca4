import { tracing } from './run-result';
import { jobOf, older, outcomes, push, sha, steps, uses } from './small-workflows';

const last = (run: Awaited<ReturnType<typeof steps>>) => jobOf(run).steps.at(-1)?.log;

test.each([
  ['an action that is not known', 'someone/something@v1', '', 'unknown action: someone/something@v1'],
  ['a tag in place of a commit', 'actions/checkout@v7', '', 'is not pinned to a commit'],
  ['an input that there is not', uses.checkout, 'with: { deph: 1 }', "Unexpected input(s) 'deph'"],
  ['no version of Node.js', uses.setupNode, '', 'No version of Node.js is asked for'],
  [
    'a cache without a lock file',
    uses.setupNode,
    'with: { node-version: 24, cache: npm }',
    'lock file is not found',
  ],
  ['an upload without a path', uses.upload, 'with: { name: x }', 'Input required and not supplied: path'],
  ['an artifact that is not there', uses.download, 'with: { name: x }', 'Artifact not found for name: x'],
  ['a commit that is not there', uses.checkout, `with: { ref: ${'c'.repeat(40)} }`, 'not our ref ccc'],
])('%s fails the step', async (_, action, more, message) => {
  const run = await steps(`- uses: ${action}\n  ${more}`);
  expect(last(run)).toContain(message);
  expect(run.conclusion).toBe('failure');
});

describe('checkout', () => {
  test.each([
    [
      'empties a folder that is no clone',
      'touch mine',
      '',
      ['.git', '.hidden', 'package-lock.json', 'package.json'],
    ],
    [
      'of another commit takes away what is not in it, installed packages too',
      'touch mine',
      `with: { ref: ${older} }`,
      ['.git', 'only-older.txt', 'package.json'],
    ],
    [
      '… unless it is told not to clean',
      'touch mine',
      `with: { ref: ${older}, clean: false }`,
      ['.git', 'mine', 'only-older.txt', 'package.json'],
    ],
  ])('%s', async (title, before, more, files) => {
    const first = title.startsWith('empties') ? '' : `- uses: ${uses.checkout}\n`;
    const run = await steps(`${first}- run: ${before}\n- uses: ${uses.checkout}\n  ${more}\n- run: ls -A`);
    await tracing(run, () => expect(last(run)?.split('\n')).toEqual(files));
  });

  test('takes the commit of the event when it is asked for an empty one', async () => {
    const ref = 'with: { ref: "${{ steps.nowhere.outputs.commit }}", path: inner }';
    const run = await steps(`- uses: ${uses.checkout}\n  ${ref}\n- run: git -C inner rev-parse HEAD`);
    expect(last(run)).toBe(sha);
  });
});

describe('artifacts', () => {
  const make =
    '- run: mkdir -p out/a .dot && touch out/a/1.json out/2.txt out/.h .dot/x && chmod +x out/2.txt\n';
  const all = 'include-hidden-files: true';
  test.each([
    ['a folder', 'path: out', ['2.txt', 'a/1.json']],
    ['with what is hidden', `path: out, ${all}`, ['.h', '2.txt', 'a/1.json']],
    ['a file', 'path: out/a/1.json', ['1.json']],
    ['a pattern', 'path: out/**/*.json', ['a/1.json']],
    ['several paths', 'path: "out/2.txt\\nout/a"', ['2.txt', 'a/1.json']],
    ['a folder without a part', 'path: "out\\n!out/a"', ['2.txt']],
    ['nothing', 'path: nowhere', undefined],
    ['a hidden folder', 'path: .dot', undefined],
    ['a hidden folder that is asked for', `path: .dot, ${all}`, ['x']],
  ])('%s is kept with the run', async (_, inputs, files) => {
    const run = await steps(`${make}- uses: ${uses.upload}\n  with: { name: kept, ${inputs} }`);
    await tracing(run, () => {
      expect(run.conclusion).toBe('success');
      expect(run.artifacts.kept?.files).toEqual(files);
      const warnings = files === undefined ? [expect.objectContaining({ level: 'warning' })] : [];
      expect(jobOf(run).annotations).toEqual(warnings);
    });
  });

  test('nothing is an error where that is asked for', async () => {
    const inputs = 'with: { path: nowhere, if-no-files-found: error }';
    const run = await steps(`- uses: ${uses.upload}\n  ${inputs}`);
    expect(last(run)).toContain('No files were found with the provided path: nowhere');
    expect(run.conclusion).toBe('failure');
  });

  test('a name is there once in a run, unless it may be overwritten', async () => {
    const put = (more: string) => `- uses: ${uses.upload}\n  with: { name: x, path: out${more} }\n`;
    const run = await steps(
      `${make}${put('')}- run: touch out/3\n${put(', overwrite: true')}- run: touch out/4\n${put('')}`,
    );
    expect(outcomes(run).slice(-3)).toEqual(['success', 'success', 'failure']);
    expect(last(run)).toContain('an artifact with this name already exists on the workflow run');
    expect(run.artifacts.x?.files).toEqual(['2.txt', '3', 'a/1.json']);
  });

  test('another job of the run gets the files, but not their permissions', async () => {
    const run = await push(`
jobs:
  one:
    runs-on: ubuntu-24.04
    permissions: {}
    steps:
      ${make}      - { uses: "${uses.upload}", with: { name: x, path: out } }
  two:
    needs: one
    runs-on: ubuntu-24.04
    permissions: {}
    steps:
      - { uses: "${uses.download}", with: { name: x, path: here } }
      - run: find here -type f -perm 644 | sort`);
    expect(jobOf(run, 'two').steps[1]?.log.split('\n')).toEqual(['here/2.txt', 'here/a/1.json']);
  });
});
