import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Collection } from '../../postman/collection/format';
import { passOn } from '../../postman/newman/run-collection';
import { runContract } from '../../postman/runner/contract-run';
import { type Asked, collectionOf, creates, passes } from './tiny-collection';
import { startTinyStage, type TinyStage } from './tiny-stage';

jest.setTimeout(60_000);

let reports: string;
let stage: TinyStage;

beforeAll(async () => {
  reports = await mkdtemp(join(tmpdir(), 'contract-run-'));
});
afterAll(() => rm(reports, { recursive: true }));
beforeEach(async () => {
  stage = await startTinyStage();
});
afterEach(() => stage.stop());

async function run(collection: Collection, { url = stage.url, waitSeconds = 5 } = {}) {
  const lines: string[] = [];
  const given = { url, origin: 'http://localhost:3000', reports, waitSeconds, stage: 'dev' };
  const { signal } = new AbortController();
  const { good } = await runContract(given, { collection, signal, say: (line) => lines.push(line) });
  return { good, text: lines.join('\n'), xml: await readFile(join(reports, 'contract-dev.xml'), 'utf8') };
}

test('a run in which every request is sent and checked is good', async () => {
  const { good, text, xml } = await run(collectionOf({ name: 'first', test: passes }));
  expect(text).toContain('✓ 1 request, 1 check, 0 failures');
  expect(xml).toContain('<testcase classname="Folder" name="first: is well"');
  expect(good).toBe(true);
});

test.each<[string, Asked, string]>([
  ['a check fails', { name: 'it', test: passes.replace('200', '201') }, 'expected 200 to equal 201'],
  ['nobody checks an answer', { name: 'it' }, 'nobody looked at its answer'],
  // Nothing is skipped here: a script of a collection that skips is what the run has to find.
  ['a check is skipped', { name: 'it', test: `${passes} pm.test.skip('later', () => {});` }, 'later'],
  ['a script throws', { name: 'it', test: `${passes} throw new Error('oh dear');` }, 'oh dear'],
  [
    'a request is left out',
    { name: 'it', before: 'pm.execution.skipRequest();', test: passes },
    'left it out',
  ],
  [
    'a loop jumps over the rest',
    { name: 'it', test: `${passes} pm.execution.setNextRequest(null);` },
    'did not get to it',
  ],
  [
    'a script takes Newman down',
    { name: 'it', test: "pm.test('x', async () => { throw new Error('late'); });" },
    'ended early',
  ],
])('a run is not good when %s', async (_what, asked, message) => {
  const { good, text, xml } = await run(
    collectionOf({ name: 'before', test: passes }, asked, { name: 'after', test: passes }),
  );
  expect(text).toContain(message);
  expect(xml).toContain('<failure');
  expect(good).toBe(false);
});

test('a collection that checks nothing at all is not good', async () => {
  const { good, text } = await run(collectionOf());
  expect(text).toContain('not one check was made');
  expect(good).toBe(false);
});

test('whatever a run creates is deleted, what scripts create included, also when the run fails', async () => {
  const nested = `${creates} pm.sendRequest({ url: pm.request.url.toString(), method: 'POST' }, () => { throw new Error('x'); });`;
  const { good, text } = await run(collectionOf({ name: 'creates', method: 'POST', test: nested }));
  expect(good).toBe(false);
  expect(stage.created()).toBe(2);
  expect([...stage.things]).toEqual([]);
  expect(text).toContain('Deleted what the run had left: 2 items.');
});

test('what cannot be deleted is named, and the run is not good', async () => {
  const refusing = await startTinyStage(({ method }) => (method === 'DELETE' ? { status: 403 } : undefined));
  const { good, text } = await run(
    collectionOf({ name: 'creates', method: 'POST', test: creates }),
    refusing,
  );
  await refusing.stop();
  expect(text).toContain(
    `Could not be deleted, and is still there:\n  ${refusing.url}/items/1 (DELETE answers 403)`,
  );
  expect(good).toBe(false);
});

test('a stage that is not well in time is not tested', async () => {
  const ill = await startTinyStage(() => ({ status: 503 }));
  await expect(run(collectionOf(), { url: ill.url, waitSeconds: 1 })).rejects.toThrow(
    /not well within 1 s: it answers 503/,
  );
  await ill.stop();
  await expect(run(collectionOf(), { url: ill.url, waitSeconds: 1 })).rejects.toThrow(/ECONNREFUSED/);
});

test('Newman is told nothing that could open a cloud', () => {
  const secrets = { AWS_SECRET_ACCESS_KEY: 's', AWS_PROFILE: 'p', GITHUB_TOKEN: 't', HOME: '/home/me' };
  const env = passOn({ ...secrets, PATH: '/bin', HTTPS_PROXY: 'http://proxy' });
  expect(JSON.parse(JSON.stringify(env))).toEqual({ PATH: '/bin', HTTPS_PROXY: 'http://proxy' });
});
