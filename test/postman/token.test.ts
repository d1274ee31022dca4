import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { startTinyStage, type TinyStage } from './tiny-stage';

let stage: TinyStage;
beforeEach(async () => {
  stage = await startTinyStage();
});
afterEach(() => stage.stop());

function token(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const script = ['--disable-warning=Warning', '--require', 'tsx/cjs', 'postman/token.ts'];
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [...script, ...args],
      { cwd: join(__dirname, '../..') },
      (error, stdout, stderr) => {
        resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
      },
    );
  });
}

test('it prints a token and nothing else, of one user for one address', async () => {
  const [first, again] = [
    await token('--url', stage.url),
    await token('--url', stage.url, '--email', 'Me@Example.com'),
  ];
  const other = await token('--url', `${stage.url}/`, '--email', 'you@example.com');
  const subs = [first, again, other].map(({ code, stdout, stderr }) => {
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^eyJ[\w-]+\.[\w-]+\.[\w-]+\n$/);
    return decodeJwt(stdout.trim());
  });
  expect(subs.map(({ email, token_use }) => [email, token_use])).toEqual([
    ['me@example.com', 'id'],
    ['me@example.com', 'id'],
    ['you@example.com', 'id'],
  ]);
  expect(subs[0]?.sub).toBe(subs[1]?.sub);
  expect(subs[0]?.sub).not.toBe(subs[2]?.sub);
});

test('whoever has signed up by themselves keeps their password', async () => {
  await stage.pool.create('Ada@Example.com');
  const before = stage.asked.length;
  const { code, stderr } = await token('--url', stage.url, '--email', 'ada@example.com');
  expect(code).toBe(1);
  expect(stderr).toMatch(/^ada@example\.com has signed up by themselves.*Take another address/);
  const operations = stage.asked.slice(before).map(({ headers }) => headers['x-amz-target']);
  expect(operations.join()).not.toMatch(/SetUserPassword|CreateUser/);
});

test.each([
  [['--port', '4000'], 2, /^Unknown option '--port'/],
  [['http://127.0.0.1:4000/dev'], 2, /^Unexpected argument/],
  [['--email', 'nobody'], 2, /^--email "nobody" is not an e-mail address/],
  [['--url', 'https://example.com/dev'], 2, /is not a stage on this machine/],
  [
    ['--url', 'http://127.0.0.1:9/dev'],
    1,
    /^Nothing answers at http:\/\/127\.0\.0\.1:9\/dev\. Run npm start/,
  ],
])('%j is answered with what to do', async (args, expected, message) => {
  const { code, stdout, stderr } = await token(...args);
  expect({ code, stdout }).toEqual({ code: expected, stdout: '' });
  expect(stderr).toMatch(message);
  expect(stderr).not.toMatch(/\n\s+at /);
});

test('an address without a stage is said to be none', async () => {
  const nowhere = await startTinyStage(() => ({ status: 404 }));
  const { code, stderr } = await token('--url', nowhere.url);
  await nowhere.stop();
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: expect.stringMatching(/ends with its name, as in \/dev/),
  });
});
