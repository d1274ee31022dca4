import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import openApi from '../../../services/openapi.json';
import { scratchCopy } from '../../end-to-end/scratch-copy';

const { root, write } = scratchCopy();
const file = 'services/openapi.json';
const now = JSON.stringify(openApi);
// Neither GitHub's variables, nor those by which a git hook names the repository that it runs for.
const outside = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT')));
const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=n', '-c', 'user.email=e@example.com', ...args], {
    cwd: root,
    env: outside,
    stdio: 'pipe',
  });

/** The document after a change. */
// biome-ignore lint/suspicious/noExplicitAny: the tests change whatever they like in it
function changed(change: (document: any) => void): string {
  const document = JSON.parse(now);
  change(document);
  return JSON.stringify(document);
}

const shorter = changed(({ components }) => {
  components.schemas.NewItem.properties.name.maxLength = 60;
});
const mixed = changed(({ components, paths }) => {
  components.schemas.NewItem.properties.name.maxLength = 60;
  delete components.schemas.NewItem.properties.data.additionalProperties;
  components.schemas.NewItem.properties.data.oneOf = [];
  paths['/things|x'] = { get: { responses: {} } };
});

function breaking(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const argv = ['--require', 'tsx/cjs', 'services/contract/breaking/run.ts', ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, {
    cwd: root,
    encoding: 'utf8',
    env: { ...outside, ...env },
  });
  return { code: status, text: stdout + stderr };
}

beforeEach(() => {
  rmSync(join(root, '.git'), { recursive: true, force: true });
  write(file, now);
});

/** A repository whose main branch has the document as it is. */
function repository(): void {
  git('init', '--quiet', '--initial-branch', 'main');
  git('add', file);
  git('commit', '--quiet', '--message', 'first');
}

test('the API is compared with the main branch, and what is broken is no failure unless that is asked for', () => {
  repository();
  expect(breaking([])).toEqual({
    code: 0,
    text: 'The API is as in main, for all that a client can notice.\n',
  });
  write(file, mixed);
  const { code, text } = breaking([]);
  expect(text).toBe(
    [
      '1 change can break a client:',
      '',
      '  POST /items: `name` of `NewItem` in the body is now limited to at most 60 characters, before to at most 120 characters.',
      '    /components/schemas/NewItem/properties/name/maxLength',
      '',
      '1 change cannot be judged here; look at it:',
      '',
      '  POST /items: `data` of `NewItem` in the body has a changed `oneOf`, which this comparison does not understand.',
      '    /components/schemas/NewItem/properties/data/oneOf',
      '',
      '1 change breaks nobody:',
      '  GET /things|x: this route is new.',
      '',
    ].join('\n'),
  );
  expect(code).toBe(0);
  expect(breaking(['--fail']).code).toBe(1);
});

test('what breaks nobody does not fail', () => {
  repository();
  write(
    file,
    changed(({ paths }) => Object.assign(paths, { '/new': { get: { responses: {} } } })),
  );
  expect(breaking(['--fail'])).toMatchObject({
    code: 0,
    text: expect.stringContaining('1 change breaks nobody'),
  });
});

test('the branch of the remote goes before one’s own, and any other ref can be named', () => {
  repository();
  git('update-ref', 'refs/remotes/origin/main', 'main');
  write(file, shorter);
  git('commit', '--quiet', '--all', '--message', 'second');
  expect(breaking([]).text).toContain('1 change can break a client');
  expect(breaking(['--base', 'HEAD']).text).toContain('as in HEAD');
  expect(breaking(['--base', 'main~1', '--fail']).code).toBe(1);
});

test('a file can be compared with instead', () => {
  writeFileSync(join(root, 'before.json'), shorter);
  expect(breaking(['--against', join(root, 'before.json')])).toMatchObject({
    code: 0,
    text: expect.stringContaining('1 change breaks nobody:\n  POST /items: `name`'),
  });
});

test('a ref that had no API yet is nothing to compare with', () => {
  git('init', '--quiet', '--initial-branch', 'main');
  git('commit', '--quiet', '--allow-empty', '--message', 'nothing yet');
  expect(breaking(['--fail'])).toEqual({
    code: 0,
    text: 'main has no services/openapi.json yet: there is nothing to compare with.\n',
  });
});

test.each<[string, string[], () => void, RegExp]>([
  [
    'a ref that is not there',
    ['--base', 'origin/next'],
    repository,
    /no origin\/next.*`git fetch origin next`/,
  ],
  [
    'a clone without its main branch',
    [],
    () => git('init', '--quiet', '--initial-branch', 'work'),
    /neither origin\/main nor main.*`git fetch origin main`/,
  ],
  ['no repository', [], () => {}, /git finds no repository at .*--against/],
  [
    'a file that is not there',
    ['--against', '/nowhere.json'],
    () => {},
    /--against \/nowhere\.json: there is no such file/,
  ],
  ['a file that is no JSON', ['--against', __filename], () => {}, /breaking-command\.test\.ts is not JSON: /],
  [
    'no document',
    [],
    () => {
      repository();
      rmSync(join(root, file));
    },
    /There is no services\/openapi\.json: run `npm run generate`/,
  ],
  ['both a ref and a file', ['--base', 'main', '--against', 'x'], () => {}, /exclude each other/],
  ['an option of git', ['--base=--output=x'], () => {}, /--base --output=x is not a git ref/],
  ['an unknown option', ['--colour'], () => {}, /--colour/],
])('%s ends with 2 and says what to do', (_, args, prepare, message) => {
  prepare();
  const { code, text } = breaking(args);
  expect(text).toMatch(message);
  expect(text).toMatch(/`npm run breaking -- --help` lists the options\.\n$/);
  expect(text).not.toMatch(/\n\s+at /);
  expect(code).toBe(2);
});

test('--help explains and ends with 0', () => {
  expect(breaking(['--help'])).toMatchObject({ code: 0, text: expect.stringContaining('--base REF') });
});

test('on GitHub there are a summary, and a warning for each change to look at', () => {
  repository();
  write(file, mixed);
  const summary = join(root, 'summary.md');
  writeFileSync(summary, 'Before.\n');
  const { code, text } = breaking([], { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary });
  expect(code).toBe(0);
  expect(text.split('\n').filter((line) => line.includes('::'))).toEqual([
    expect.stringMatching(/^::warning title=Can break a client%3A POST \/items::`name` of .*\/maxLength\)$/),
    expect.stringMatching(/^::warning title=Cannot be judged%3A POST \/items::`data` of .*\/oneOf\)$/),
  ]);
  const markdown = readFileSync(summary, 'utf8');
  expect(markdown).toMatch(
    /^Before\.\n## Changes of the API\n\nCompared with main\.\n\n### 1 change can break a client:\n/,
  );
  for (const line of markdown.split('\n').filter((one) => one.startsWith('|')))
    expect(line.split('|')).toHaveLength(5);
  expect(markdown).toContain('GET /things&#124;x');
  write(file, now);
  breaking([], { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary });
  expect(readFileSync(summary, 'utf8')).toMatch(
    /The API is as in main, for all that a client can notice\.\n\n$/,
  );
});
