import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { buildGate, fixture, useFixtures } from './run-fixture';

const start = useFixtures();
const REQUEST = 'RequestId: [0-9a-f-]{36} Error:';

const exitError = (reason: string) => ({
  outcome: 'failed',
  errorType: 'Runtime.ExitError',
  errorMessage: expect.stringMatching(new RegExp(`^${REQUEST} ${reason}$`)),
});

test('a handler that throws fails with its error, and its environment lives on', async () => {
  const fn = start('throws-a-type-error');
  expect(await fn.run()).toEqual({
    outcome: 'failed',
    errorType: 'TypeError',
    errorMessage: 'no such colour',
  });
});

describe('a handler that does not answer in time', () => {
  test.each([{ busy: false }, { busy: true }])('is killed with its environment: %j', async (event) => {
    const fn = start('never-answers', { timeoutSeconds: 0.3 });
    expect(await fn.run(event)).toEqual({
      outcome: 'failed',
      errorType: 'Sandbox.Timedout',
      errorMessage: expect.stringMatching(new RegExp(`^${REQUEST} Task timed out after 0.30 seconds$`)),
    });
    const line = JSON.parse(await fn.logged(/timed out/));
    expect(line).toMatchObject({
      level: 'ERROR',
      message: 'Sandbox.Timedout: Task timed out after 0.30 seconds',
    });
  });

  test('does not take the next one with it', async () => {
    const gate = await buildGate();
    const fn = start('waits-at-the-gate', { timeoutSeconds: 0.3 });
    expect(await fn.run({ gate: gate.url })).toMatchObject({ errorType: 'Sandbox.Timedout' });
    gate.open();
    expect(await fn.answer({ gate: gate.url })).toMatchObject({ count: 1 });
    gate.close();
  });
});

describe('a process that ends in the middle of a request', () => {
  test.each([
    [1, 'Runtime exited with error: exit status 1'],
    [0, 'Runtime exited without providing a reason'],
  ])('by process.exit(%i) fails it; the next one gets a fresh environment', async (code, reason) => {
    const fn = start('exits-mid-request');
    expect(await fn.answer({ double: 1 })).toEqual({ double: 2 });
    expect(await fn.run({ code })).toEqual(exitError(reason));
    expect(await fn.answer({ double: 2 })).toEqual({ double: 4 });
  });

  test('because nothing is left to wait for fails it, long before its time is up', async () => {
    const fn = start('forgets-its-promise');
    expect(await fn.run()).toEqual(exitError('Runtime exited without providing a reason'));
  });

  test('by an unhandled rejection fails it, with the reason in the log', async () => {
    const fn = start('rejects-behind-its-back');
    expect(await fn.run()).toEqual(exitError('Runtime exited with error: exit status 1'));
    await fn.logged(/nobody looks/);
  });

  test('by lack of memory fails it, and leaves no core file', async () => {
    const fn = start('fills-its-memory', { memoryMb: 64 });
    expect(await fn.run()).toEqual(
      exitError('Runtime exited with error: signal: (aborted|trace/breakpoint trap)'),
    );
    await fn.logged(/heap out of memory/);
    expect(readdirSync(fixture('fills-its-memory'))).toEqual(['index.js']);
  });

  test('by kill -9 fails it; the next one gets a fresh environment', async () => {
    const gate = await buildGate();
    const fn = start('waits-at-the-gate');
    const outcome = fn.run({ gate: gate.url });
    const [pid = 0] = await gate.arrived(1);
    process.kill(pid, 'SIGKILL');
    expect(await outcome).toEqual(exitError('Runtime exited with error: signal: killed'));
    gate.open();
    expect(await fn.answer({ gate: gate.url })).toMatchObject({ count: 1 });
    gate.close();
  });

  test('takes the processes along that it has started', async () => {
    const server = createServer();
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const connected = once(server, 'connection');
    const fn = start('leaves-a-process-behind');
    const outcome = fn.run({ port: (server.address() as AddressInfo).port });
    const [socket] = (await connected) as [Socket];
    const closed = once(
      socket.on('error', () => {}),
      'close',
    );
    const [pid] = await once(socket, 'data');
    process.kill(Number(pid), 'SIGKILL');
    await closed;
    expect(await outcome).toEqual(exitError('Runtime exited with error: signal: killed'));
    server.close();
  });

  test('but has answered before, has answered', async () => {
    const fn = start('dies-after-its-answer');
    expect(await fn.answer()).toEqual({ count: 1 });
    await fn.logged(/exit status 1/);
    expect(await fn.answer()).toEqual({ count: 1 });
  });
});

test('an environment killed while idle, and so frozen, is noticed and replaced', async () => {
  const fn = start('counts-invocations');
  const { pid } = await fn.answer();
  process.kill(pid, 'SIGKILL');
  await fn.logged(/signal: killed/);
  const next = await fn.answer();
  expect(next.count).toBe(1);
  expect(next.pid).not.toBe(pid);
});

test('an invocation that its process died of before reading it is tried once more', async () => {
  const fn = start('goes-deaf-after-its-answer');
  const { pid } = await fn.answer();
  const second = fn.answer();
  // Nothing tells when the event lies before the deaf process.
  await pause(100);
  process.kill(pid, 'SIGKILL');
  expect((await second).count).toBe(1);
});

test('a code directory that is not there is named', async () => {
  const fn = start('was-never-built');
  const outcome = await fn.run();
  expect(outcome).toMatchObject({ outcome: 'failed', errorType: 'Sandbox.NotStarted' });
  expect(outcome).toMatchObject({ errorMessage: expect.stringContaining(fixture('was-never-built')) });
  expect(existsSync(fixture('was-never-built'))).toBe(false);
});
