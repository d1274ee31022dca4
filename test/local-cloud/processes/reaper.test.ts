import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startReaper } from '../../../infra/local-cloud/processes/reaper';

const SMALL_CLOUD = join(__dirname, 'fixtures', 'small-cloud.ts');
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

function keep(child: ChildProcess): ChildProcess {
  children.push(child);
  return child;
}

/** A child that would wait for a minute, in its own process group as those of the cloud are. */
const spawnWaiting = () =>
  keep(spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)'], { detached: true, stdio: 'ignore' }));

const spawnCloud = (mode: string, port = 0) =>
  keep(
    spawn(process.execPath, ['--require', 'tsx/cjs', SMALL_CLOUD, mode, String(port)], {
      detached: true,
      stdio: ['ignore', 'pipe', 'inherit'],
    }),
  );

describe('a cloud', () => {
  let server: Server;
  let connections: Socket[];
  let port: number;
  beforeEach(async () => {
    connections = [];
    server = createServer((socket) => {
      connections.push(socket.on('error', () => {}));
      socket.on('data', (data) => server.emit('said', String(data).trim()));
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    port = (server.address() as AddressInfo).port;
  });
  afterEach(() => server.close());

  /** Waits until one environment is busy while another has done its work. */
  async function untilBusyAndIdle(): Promise<Promise<unknown>[]> {
    let busy = false;
    for await (const [word] of on(server)) {
      if (word === 'busy') busy = true;
      if (busy && connections.length === 2) break;
    }
    return connections.map((socket) => once(socket, 'close'));
  }

  test('that is killed takes its environments along, busy and frozen ones', async () => {
    const cloud = spawnCloud('stays', port);
    const closed = await untilBusyAndIdle();
    cloud.kill('SIGKILL');
    await Promise.all(closed);
    expect(closed).toHaveLength(2);
  });

  test('that is interrupted at the terminal still has its environments, and stops them in order', async () => {
    const cloud = spawnCloud('stays', port);
    const closed = await untilBusyAndIdle();
    let output = '';
    cloud.stdout?.on('data', (chunk) => {
      output += chunk;
    });
    const exit = once(cloud, 'exit');
    // Ctrl-C reaches the whole process group.
    process.kill(-(cloud.pid ?? 0), 'SIGINT');
    expect(await exit).toEqual([0, null]);
    await Promise.all(closed);
    expect(output).toContain('answered');
  });

  test.each(['stops', 'forgets'])(
    'that %s its reaper leaves nothing that keeps its process alive',
    async (mode) => {
      const cloud = spawnCloud(mode, port);
      expect(await once(cloud, 'exit')).toEqual([0, null]);
    },
  );
});

async function* on(server: Server): AsyncGenerator<[string]> {
  for (;;) yield (await once(server, 'said')) as [string];
}

test('stopping kills what is still watched, frozen or not, and leaves the rest alone', async () => {
  const [watched, frozen, unknown] = [spawnWaiting(), spawnWaiting(), spawnWaiting()];
  const reaper = startReaper();
  reaper.watch(watched);
  reaper.watch(frozen);
  frozen.kill('SIGSTOP');
  const exits = Promise.all([once(watched, 'exit'), once(frozen, 'exit')]);
  await Promise.all([reaper.stop(), reaper.stop()]);
  expect(await exits).toEqual([
    [null, 'SIGKILL'],
    [null, 'SIGKILL'],
  ]);
  expect(unknown.exitCode ?? unknown.signalCode).toBeNull();
});

test('a child that could not be spawned, or has exited, is no concern', async () => {
  const reaper = startReaper();
  const missing = spawn('/no/such/program', [], { stdio: 'ignore' });
  const failed = once(missing, 'error');
  reaper.watch(missing);
  await failed;
  const gone = spawnWaiting();
  reaper.watch(gone);
  gone.kill('SIGKILL');
  await once(gone, 'exit');
  reaper.watch(gone);
  await reaper.stop();
});

// The reaper's own process is found through /proc, which is Linux's.
const onLinux = process.platform === 'linux' ? test : test.skip;

onLinux(
  'a reaper that is killed is replaced, up to three times, and never takes its parent along',
  async () => {
    const reaper = startReaper();
    const child = spawnWaiting();
    reaper.watch(child);
    const seen = new Set<number>();
    for (let round = 0; round <= 3; round += 1) {
      const pid = await companion(seen);
      seen.add(pid);
      // Its own process group, out of reach of Ctrl-C.
      expect(process.kill(-pid, 0)).toBe(true);
      if (round < 3) process.kill(pid, 'SIGKILL');
    }
    const exit = once(child, 'exit');
    await reaper.stop();
    expect(await exit).toEqual([null, 'SIGKILL']);
  },
);

onLinux('without a reaper the cloud goes on', async () => {
  const reaper = startReaper();
  const seen = new Set<number>();
  for (let round = 0; round <= 3; round += 1) {
    const pid = await companion(seen);
    seen.add(pid);
    process.kill(pid, 'SIGKILL');
  }
  const child = spawnWaiting();
  reaper.watch(child);
  await reaper.stop();
  reaper.watch(child);
  expect(child.exitCode ?? child.signalCode).toBeNull();
});

/** The reaper's process, which only the kernel knows; nothing tells of its start, hence the look-out. */
async function companion(seen: Set<number>): Promise<number> {
  for (;;) {
    const pid = childPids().find((pid) => !seen.has(pid) && commandOf(pid).includes('reaper-process'));
    if (pid !== undefined) return pid;
    await pause(5);
  }
}

const childPids = () =>
  readdirSync('/proc/self/task').flatMap((task) =>
    readFileSync(`/proc/self/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  );

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
