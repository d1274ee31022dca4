import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { newFile, run, sdkClient } from './support/running-pools';
import { addUser, PASSWORD, signIn } from './support/users';

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

test('users, sign-ins and the key are there again after a restart', async () => {
  const file = await newFile();
  const first = await run({}, file);
  const sub = await addUser(first);
  const { RefreshToken } = await signIn(first);
  const keys = await publishedKeys(first);
  await first.stop();
  const second = await run({}, file);
  expect(await publishedKeys(second)).toEqual(keys);
  await expect(signIn(second)).resolves.toHaveProperty('IdToken');
  const { AuthenticationResult } = await second.cognito.send(
    new InitiateAuthCommand({
      ClientId: second.clientId,
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      AuthParameters: { REFRESH_TOKEN: RefreshToken },
    }),
  );
  const verdict = await second.pools.tokenCheckByArn(second.poolArn)?.(AuthenticationResult?.IdToken ?? '');
  expect(verdict).toMatchObject({ kind: 'valid', claims: { sub } });
});

async function publishedKeys({ url, poolId }: { url: string; poolId: string }): Promise<unknown> {
  return (await fetch(`${url}/${poolId}/.well-known/jwks.json`)).json();
}

test('the file is for its owner only, and holds no password, no token and no code', async () => {
  const running = await run({}, await newFile());
  await addUser(running);
  const { IdToken, AccessToken, RefreshToken } = await signIn(running);
  expect((await stat(running.file)).mode & 0o777).toBe(0o600);
  const text = await readFile(running.file, 'utf8');
  for (const secret of [PASSWORD, IdToken, AccessToken, RefreshToken]) expect(text).not.toContain(secret);
});

test('what was answered is stored, also when the process is killed in the middle of its work', async () => {
  const file = await newFile();
  const { child, port } = await serveUntilKilled(file);
  const killed = once(child, 'exit');
  const cognito = sdkClient(`http://127.0.0.1:${port}/_cognito`, { accessKeyId: 'A', secretAccessKey: 'a' });
  const { poolId: UserPoolId, stop } = await run();
  await stop();
  const answered: string[] = [];
  const create = async (Username: string) => {
    await cognito.send(new AdminCreateUserCommand({ UserPoolId, Username, MessageAction: 'SUPPRESS' }));
    answered.push(Username);
    if (answered.length === 5) child.kill('SIGKILL');
  };
  await Promise.allSettled(Array.from({ length: 20 }, (_, index) => create(`user-${index}@example.com`)));
  await killed;
  cognito.destroy();
  const again = await run({}, file);
  expect(answered.length).toBeGreaterThanOrEqual(5);
  for (const Username of answered) {
    await expect(
      again.cognito.send(new AdminGetUserCommand({ UserPoolId, Username })),
    ).resolves.toHaveProperty('Username');
  }
});

/** User pools in a process of their own. */
async function serveUntilKilled(file: string) {
  const script = join(__dirname, 'fixtures/serves-until-killed.ts');
  const child = spawn(process.execPath, ['--require', 'tsx/cjs', script, file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const [port] = (await once(createInterface(child.stdout), 'line')) as [string];
  return { child, port };
}

test.each([
  ['is cut off', '{"version":1,"poo', /is not JSON/],
  ['is of another version', '{"version":2,"pools":{}}', /is not what was stored there: version is wrong/],
  ['is empty', '', /is not JSON/],
  [
    'has a broken key',
    '{"version":1,"pools":{"p":{"key":{"kid":"k","privateJwk":{"kty":"RSA"}},"users":{},"sessions":{}}}}',
    /: pools\.p\.key\.privateJwk is wrong/,
  ],
])('a file that %s is named, with what to do about it', async (_, text, what) => {
  const file = await newFile();
  await mkdir(dirname(file));
  await writeFile(file, text);
  const start = run({}, file);
  await expect(start).rejects.toThrow(what);
  await expect(start).rejects.toThrow(file);
  await expect(start).rejects.toThrow('add --fresh to what you typed');
});

test('so is one that cannot be read', async () => {
  const file = await newFile();
  await mkdir(file, { recursive: true });
  await expect(run({}, file)).rejects.toThrow(/which holds the users, cannot be read \(EISDIR\)/);
});

test('a change that cannot be stored is not made, and answered with an error', async () => {
  const running = await run({}, await newFile());
  await addUser(running);
  const complaint = jest.spyOn(console, 'error').mockImplementation(() => {});
  // A directory in the place of the file that is about to be written.
  await mkdir(`${running.file}.new`);
  await expect(addUser(running, 'ben@example.com')).rejects.toHaveProperty('name', 'InternalErrorException');
  const missing = new AdminGetUserCommand({ UserPoolId: running.poolId, Username: 'ben@example.com' });
  await expect(running.cognito.send(missing)).rejects.toHaveProperty('name', 'UserNotFoundException');
  expect(complaint).toHaveBeenCalled();
  complaint.mockRestore();
});

test('a template without a user pool leaves no file behind', async () => {
  const file = await newFile();
  const { startUserPools } = await import('../../../infra/local-cloud/user-pools/start-user-pools');
  const pools = await startUserPools({ stacks: [], file, onMail: () => {} });
  await pools.stop();
  await expect(stat(file)).rejects.toHaveProperty('code', 'ENOENT');
});
