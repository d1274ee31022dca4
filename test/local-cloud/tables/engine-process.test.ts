import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Reaper, startReaper } from '../../../infra/local-cloud/processes/reaper';
import { type EngineProcess, startEngine } from '../../../infra/local-cloud/tables/engine-process';

const directory = mkdtempSync(join(tmpdir(), 'groundwork-engine-'));
const file = join(directory, 'tables');
let reaper: Reaper;
let engine: EngineProcess | undefined;

beforeAll(() => {
  reaper = startReaper();
});
afterAll(async () => {
  await engine?.stop();
  await reaper.stop();
  rmSync(directory, { recursive: true, force: true });
});

test('an engine that ends while it starts again is given another try', async () => {
  const pids: number[] = [];
  const messages: string[] = [];
  const watched = (child: ChildProcess) => {
    pids.push(child.pid ?? 0);
    reaper.watch(child);
    if (pids.length === 3) child.stdout?.once('data', () => startedThrice());
  };
  let startedThrice = () => {};
  const third = new Promise<void>((resolve) => {
    startedThrice = resolve;
  });
  engine = await startEngine({
    binary: join(__dirname, 'fixtures', 'dies-while-it-starts-again.sh'),
    file,
    onRestart: (message) => messages.push(message),
    reaper: { watch: watched, stop: () => reaper.stop() },
  });
  process.kill(pids[0] ?? 0, 'SIGKILL');
  await third;
  expect(messages).toEqual([
    'The DynamoDB engine ended (SIGKILL); it is started again.',
    'The DynamoDB engine ended at once; it is started again.',
  ]);
  expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(3);
});
