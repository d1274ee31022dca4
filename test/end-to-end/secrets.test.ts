import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withFolders } from '../pipeline/faulty-copies';
import { itemsLeft, usersLeft } from './left-in-stage';
import { npmStart, type Started, temporaryDirectory } from './npm-start';
import { childrenOf } from './processes';
import { type RecordingProxy, startRecordingProxy } from './recording-proxy';
import { scratchCopy } from './scratch-copy';

// The tokens and passwords of a contract run are looked for in everything that it, and the stage, leave or show.

const copy = withFolders(scratchCopy(), /^(The life|Two users|Clean up)/);
const data = join(copy.root, '.groundwork', 'data');
const temporary = temporaryDirectory();
let running: Started;
let proxy: RecordingProxy | undefined;

beforeAll(async () => {
  running = await npmStart({ root: copy.root, data });
});
afterAll(() => running.stop());
afterEach(() => proxy?.stop());

/** What `npm run contract` runs, as in a job of GitHub; its temporary files have a folder of their own. */
function contract(url: string, ...more: string[]) {
  const script = ['--disable-warning=Warning', '--require', 'tsx/cjs', 'postman/run.ts'];
  const env = {
    ...process.env,
    TMPDIR: temporary,
    GITHUB_ACTIONS: 'true',
    GITHUB_STEP_SUMMARY: join(temporary, 'summary.md'),
  };
  const child = spawn(process.execPath, [...script, '--url', url, ...more], {
    cwd: copy.root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk));
  return { child, ended: once(child, 'close').then(([code]) => ({ code: code as number, output })) };
}

/** All that the processes below this one were called with and given, as anybody on the machine who may look sees it. */
function processTexts(): string {
  return childrenOf(process.pid)
    .flatMap((pid) => ['cmdline', 'environ'].map((file) => `/proc/${pid}/${file}`))
    .map(readIfThere)
    .join('\n');
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

function textsBelow(directory: string): [string, string][] {
  return readdirSync(directory, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [path, readIfThere(path)]);
}

function placesOf(secrets: ReadonlySet<string>, texts: readonly [string, string][]): string[] {
  // The part of a token that nobody else can make is enough to look for.
  const needles = [...secrets].flatMap((secret) => [secret, ...secret.split('.').slice(2)]);
  return texts.filter(([, text]) => needles.some((needle) => text.includes(needle))).map(([place]) => place);
}

test.each([
  ['a run that passes', false, 0],
  ['a run of a stage that puts tokens into its answers', true, 1],
])(
  'the secrets of %s are in no file, report, log, environment or command line',
  async (_, echoes, expected) => {
    const seen: [string, string][] = [];
    let asked = 0;
    proxy = await startRecordingProxy({
      url: running.url,
      echoes,
      onRequest: () => {
        if (asked++ % 10 === 0) seen.push([`process list at request ${asked}`, processTexts()]);
      },
    });
    const { code, output } = await contract(proxy.url).ended;
    expect({ code, output: code === expected ? '' : output }).toEqual({ code: expected, output: '' });
    // Two users with an id and an access token each, their passwords, and the tokens that the collection has forged.
    expect(proxy.secrets.size).toBeGreaterThan(5);
    expect(seen.length).toBeGreaterThan(10);
    expect(seen.some(([, text]) => text.includes('newman/process.cjs'))).toBe(true);
    const texts: [string, string][] = [
      ...seen,
      ['the output of the run', output],
      ['the output of npm start', running.output()],
      ...textsBelow(copy.root),
      ...textsBelow(temporary),
    ];
    expect(texts.some(([place]) => /contract-.*\.xml$/.test(place))).toBe(true);
    expect(texts.some(([place]) => place.endsWith('summary.md'))).toBe(true);
    expect(placesOf(proxy.secrets, texts)).toEqual([]);
  },
  120_000,
);

/** Runs until so many items were created, and then does something to the process. */
async function interruptedAt(count: number, interrupt: (child: ChildProcess) => void) {
  let created = 0;
  let run: ReturnType<typeof contract> | undefined;
  proxy = await startRecordingProxy({
    url: running.url,
    onRequest: (method, path) => {
      if (method === 'POST' && path === '/dev/items' && ++created === count && run) interrupt(run.child);
    },
  });
  run = contract(proxy.url);
  return run.ended;
}

test.each([1, 3, 8])('Ctrl-C at item %i of a run leaves no user and no item', async (count) => {
  const { code, output } = await interruptedAt(count, (child) => child.kill('SIGINT'));
  expect({ code, output }).toEqual({ code: 130, output: expect.stringContaining('stopped before its end') });
  expect(await usersLeft(running)).toEqual([]);
  expect(await itemsLeft(running)).toEqual([]);
});

test('what a run that was killed has left is removed by --sweep', async () => {
  await interruptedAt(6, (child) => child.kill('SIGKILL'));
  expect(await usersLeft(running)).toHaveLength(2);
  expect((await itemsLeft(running)).length).toBeGreaterThan(0);
  const { code, output } = await contract(running.url, '--sweep').ended;
  expect({ code, output }).toEqual({
    code: 0,
    output: expect.stringContaining('Removing 2 users that earlier runs have left.'),
  });
  expect(await usersLeft(running)).toEqual([]);
  expect(await itemsLeft(running)).toEqual([]);
});
