import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import { npmStart, npmStartFails, repository, type Started, temporaryDirectory } from './npm-start';
import { childrenOf, gone } from './processes';
import { signedIn } from './signed-in';

const data = temporaryDirectory();
let running: Started | undefined;

afterEach(async () => {
  await running?.stop();
});

test('a new start prints how to get a token and a curl line that works, and what it stores is there after Ctrl-C', async () => {
  running = await npmStart({ data });
  const printed = (what: string) => new RegExp(`  ${what} +(.*)`).exec(running?.output() ?? '')?.[1] ?? '';
  const answer = await pasted(`${printed('get a token')}\n${printed('say hello')}`);
  expect(answer).toMatch(/^HTTP\/1.1 201 Created/);
  expect(answer).toContain('"name":"hello"');
  expect(running.output()).toMatch(/its data is held by .+, in .+\.db/);

  expect(await running.stop()).toBe(0);
  running = await npmStart({ data });
  expect(await names(running.url)).toEqual(['hello']);
});

test('what was stored is there after kill -9, and nothing is left running', async () => {
  running = await npmStart({ data });
  await create(running.url, 'before the kill');
  const children = childrenOf(running.process.pid);
  expect(children.length).toBeGreaterThan(1);
  const exit = once(running.process, 'exit');
  running.process.kill('SIGKILL');
  await exit;
  await gone(children);

  running = await npmStart({ data });
  expect(await names(running.url)).toEqual(['before the kill', 'hello']);
});

test('--fresh begins with empty tables', async () => {
  running = await npmStart({ data, args: ['--fresh'] });
  expect(await names(running.url)).toEqual([]);
});

test('Ctrl-C ends every child and frees the port', async () => {
  running = await npmStart({ data });
  await create(running.url, 'keeps an environment warm');
  const children = childrenOf(running.process.pid);
  expect(await running.stop()).toBe(0);
  await gone(children);
  await expect(fetch(`${running.url}/health`)).rejects.toThrow('fetch failed');
});

test.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)(
  'npm alone, ended by %s, takes all of it with it',
  async (signal) => {
    running = await npmStart({ data, throughNpm: true });
    const children = childrenOf(running.process.pid);
    expect(children.length).toBeGreaterThan(2);
    running.process.kill(signal);
    await gone(children);
  },
);

test('a second start on the same data is refused, naming the process that has it', async () => {
  running = await npmStart({ data });
  const { code, output } = await npmStartFails(['--port', '0', '--data', data]);
  expect(code).toBe(1);
  expect(output.trim()).toBe(
    `The data of dev is in use by another npm start (process ${running.process.pid}). ` +
      'Stop that one, or give this one data of its own: npm start -- --port 4001 --data .groundwork/other',
  );
});

test('a busy port is one line that says what to do', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const { code, output } = await npmStartFails(['--port', String(port), '--data', data]);
  server.close();
  expect(code).toBe(1);
  expect(output.trim()).toBe(
    `Port ${port} is in use; stop what listens there, or choose another: npm start -- --port ${port + 1}`,
  );
});

test.each([
  [['--prot', '1'], /^Unknown option '--prot'/],
  [['--port', 'many'], /^--port takes a number from 0 to 65535, not "many"\.$/],
  [['--stage', 'qa'], /^There is no stage qa in infra\/stages\.ts; there is: dev, (\w+, )*prod\b.*\.$/],
])('%p is answered with one line', async (args, message) => {
  const { code, output } = await npmStartFails([...args, '--data', data]);
  expect(code).toBeGreaterThan(0);
  expect(output.trim()).toMatch(message);
  expect(output).not.toMatch(/\n\s+at /);
});

test('--help says what there is to say', async () => {
  const { code, output } = await npmStartFails(['--help']);
  expect(code).toBe(0);
  expect(output).toContain('--fresh');
});

/** Runs a line in a shell; where there is no curl, a few lines of Node stand in for it. */
async function pasted(line: string): Promise<string> {
  const standIn = `curl() { [ "$1 $3 $5 $7" = "-i -H -H -d" ] || exit 2; "${process.execPath}" -e '
    const [url, first, second, body] = process.argv.slice(1);
    const headers = Object.fromEntries([first.split(": "), second.split(": ")]);
    fetch(url, { method: "POST", headers, body }).then(async (response) => console.log(
      "HTTP/1.1", response.status, response.statusText, await response.text()));
  ' "$2" "$4" "$6" "$8"; }`;
  const script = `command -v curl > /dev/null || ${standIn}
${line}`;
  const { stdout } = await promisify(execFile)('sh', ['-c', script], { cwd: repository });
  return stdout;
}

async function create(url: string, name: string): Promise<void> {
  const body = JSON.stringify({ name, data: {} });
  const response = await (await signedIn(url))('/items', {
    method: 'POST',
    body,
    headers: { 'Content-Type': 'application/json' },
  });
  expect(response.status).toBe(201);
}

async function names(url: string): Promise<string[]> {
  const ask = await signedIn(url);
  const { items } = (await (await ask('/items')).json()) as { items: { name: string }[] };
  return items.map(({ name }) => name);
}
