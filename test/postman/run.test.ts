import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTinyStage } from './tiny-stage';

jest.setTimeout(60_000);

const root = join(__dirname, '../..');
let reports: string;
beforeAll(async () => {
  reports = await mkdtemp(join(tmpdir(), 'contract-'));
});
afterAll(() => rm(reports, { recursive: true }));

function start(...argv: string[]) {
  const args = ['--import', 'tsx', 'postman/run.ts', ...argv];
  // In CI, too, the runs of this test are none that GitHub is to be told of.
  const env = { ...process.env, GITHUB_ACTIONS: undefined };
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += chunk));
  return { child, ended: end(child).then((code) => ({ code, text })) };
}

async function end(child: ChildProcess): Promise<number> {
  const [code] = await once(child, 'close');
  return code;
}

test('a wrong argument is one clear line and ends with 2', async () => {
  const { code, text } = await start('--url', 'ftp://example.com').ended;
  expect(text).toMatch(/^--url ftp:\/\/example\.com is not an http or https URL\.\n.*--help.*\n$/);
  expect(code).toBe(2);
});

test('--help explains and ends with 0', async () => {
  const { code, text } = await start('--help').ended;
  expect(text).toContain('npm run contract -- --url URL');
  expect(code).toBe(0);
});

test('a stage that is not there ends with 1, without a stack trace', async () => {
  const { code, text } = await start('--url', 'http://127.0.0.1:9/dev', '--wait', '1', '--report', reports)
    .ended;
  expect(text).toMatch(/not well within 1 s/);
  expect(text).not.toMatch(/\n\s+at /);
  expect(code).toBe(1);
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)('%s stops a run, which leaves nothing behind', async (signal, expected) => {
  const stage = await startTinyStage();
  const { child, ended } = start('--url', stage.url, '--report', reports);
  child.stdout.on('data', () => {
    if (stage.created() > 2) child.kill(signal);
  });
  const { code, text } = await ended;
  const users = await stage.users();
  await stage.stop();
  expect(text).toContain('The run was stopped before its end.');
  expect(stage.created()).toBeGreaterThan(2);
  expect([...stage.things]).toEqual([]);
  expect(code).toBe(expected);
  expect(users).toEqual([]);
});

test('who reads along and goes away leaves nothing behind, either', async () => {
  const stage = await startTinyStage();
  const { child, ended } = start('--url', stage.url, '--report', reports);
  child.stdout.once('data', () => child.stdout.destroy());
  await ended;
  const users = await stage.users();
  await stage.stop();
  expect(stage.created()).toBeGreaterThan(2);
  expect([...stage.things]).toEqual([]);
  expect(users).toEqual([]);
});

test('an answer that begins and never ends is not waited for', async () => {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json' }).write('{');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const { code, text } = await start(
    '--url',
    `http://127.0.0.1:${port}/dev`,
    '--wait',
    '1',
    '--report',
    reports,
  ).ended;
  server.closeAllConnections();
  server.close();
  expect(text).toMatch(/not well within 1 s: timeout: no whole answer/);
  expect(code).toBe(1);
});

test('the collection finds every fault of a service that only says it is well', async () => {
  const stage = await startTinyStage();
  const { code, text } = await start('--url', stage.url, '--report', reports).ended;
  await stage.stop();
  expect(text).toMatch(/✗ \d+ requests, \d+ checks, \d{3,} failures/);
  expect([...stage.things]).toEqual([]);
  expect(code).toBe(1);
});
