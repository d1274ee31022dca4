import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Collection } from '../../postman/collection/format';
import { runContract } from '../../postman/runner/contract-run';
import { sweepStage } from '../../postman/runner/sweep';
import { findUserPool } from '../../postman/users/find-user-pool';
import { collectionOf, creates, passes } from './tiny-collection';
import { startTinyStage, type TinyStage } from './tiny-stage';

jest.setTimeout(60_000);

let reports: string;
beforeAll(async () => {
  reports = await mkdtemp(join(tmpdir(), 'users-'));
});
afterAll(() => rm(reports, { recursive: true }));

const stages: TinyStage[] = [];
afterEach(() => Promise.all(stages.splice(0).map((stage) => stage.stop())));
async function start(...otherwise: Parameters<typeof startTinyStage>): Promise<TinyStage> {
  const stage = await startTinyStage(...otherwise);
  stages.push(stage);
  return stage;
}

async function run(stage: TinyStage, collection: Collection, signal = new AbortController().signal) {
  const lines: string[] = [];
  const say = (line: string) => void lines.push(line);
  const given = { url: stage.url, origin: 'http://localhost:3000', reports, waitSeconds: 5, stage: 'dev' };
  const ended = await runContract(given, { collection, signal, say }).catch((error: Error) => error);
  return { ended, text: lines.join('\n') };
}

/** Sends its own token and the other user's, each to a path of its own. */
const asBoth = `${passes}
const url = pm.request.url.toString();
for (const name of ['token', 'otherToken'])
  pm.sendRequest({ url: url + '/' + name, header: { Authorization: 'Bearer ' + pm.variables.get(name) } }, () => {});`;

test('the collection is given the tokens of two users, who are gone afterwards', async () => {
  const stage = await start();
  const { ended } = await run(stage, collectionOf({ name: 'both', test: asBoth }));
  expect(ended).toMatchObject({ good: true, left: [] });
  const subs = ['token', 'otherToken'].map((name) => {
    const sent = stage.asked.find(({ url }) => url === `/dev/items/${name}`)?.headers.authorization ?? '';
    return JSON.parse(Buffer.from(sent.split('.')[1] ?? '', 'base64url').toString()).sub;
  });
  expect(new Set(subs).size).toBe(2);
  expect(await stage.users()).toEqual([]);
});

test('what a user has is deleted as that user, what was not seen being made included', async () => {
  const owners = new Map<string, string>();
  let unseen: string | undefined;
  const stage = await start(({ method, url = '', headers: { authorization = '' } }) => {
    if (method === 'GET' && url === '/dev/items') {
      unseen ??= authorization;
      owners.set('/dev/items/unseen', unseen);
      const mine = unseen === authorization && stage.things.has('/dev/items/unseen');
      return { status: 200, body: JSON.stringify({ items: mine ? [{ id: 'unseen' }] : [] }) };
    }
    if (method === 'DELETE' && owners.get(url) !== authorization) return { status: 404 };
    if (method === 'POST') owners.set(`/dev/items/${stage.created() + 1}`, authorization);
    return undefined;
  });
  const make = `${creates}
const url = pm.request.url.toString();
pm.sendRequest({ url, method: 'POST', header: { Authorization: 'Bearer ' + pm.variables.get('otherToken') } }, () =>
  pm.sendRequest({ url, method: 'POST', header: { Authorization: 'Bearer ' + pm.variables.get('token') } }, () => {}));`;
  const collection = collectionOf({ name: 'makes', method: 'POST', test: make });
  stage.things.add('/dev/items/unseen');
  const begin = stage.asked.length;
  const { ended, text } = await run(stage, collection);
  const deletions = stage.asked.slice(begin).filter(({ method }) => method === 'DELETE');
  for (const { url = '', headers } of deletions) {
    if (owners.has(url)) expect(headers.authorization ?? '').toBe(owners.get(url));
  }
  // The first request of the collection is sent by nobody: it has no auth of its own, and so nobody can delete its item.
  expect(text).toContain('Deleted what the run had left');
  expect([...stage.things].filter((path) => owners.get(path) !== '')).toEqual([]);
  expect(ended).toMatchObject({ good: true });
});

test.each([
  ['makes a user', 'AdminCreateUser'],
  ['signs one in', 'AdminInitiateAuth'],
])('a pool that fails while the runner %s is said, and no user is left', async (_, operation) => {
  let calls = 0;
  const stage = await start(undefined, ({ headers }) => {
    const isIt = String(headers['x-amz-target']).endsWith(operation);
    // The second user is not made, or not signed in.
    return isIt && ++calls > 1
      ? { status: 400, headers: { 'x-amzn-ErrorType': 'AccessDeniedException' }, body: '{"message":"No."}' }
      : undefined;
  });
  const { ended } = await run(stage, collectionOf({ name: 'it', test: passes }));
  expect((ended as Error).message).toMatch(
    /^These AWS credentials may not use the user pool .*Sign in to AWS/,
  );
  expect(await stage.users()).toEqual([]);
});

test('a run that is stopped before it begins leaves no user', async () => {
  const stopped = new AbortController();
  const stage = await start(undefined, ({ headers }) => {
    if (String(headers['x-amz-target']).endsWith('AdminInitiateAuth')) stopped.abort('SIGINT');
    return undefined;
  });
  const { ended } = await run(stage, collectionOf({ name: 'it', test: passes }), stopped.signal);
  expect(ended).not.toHaveProperty('good');
  expect(await stage.users()).toEqual([]);
});

test('users who cannot be deleted are named, with what removes them, and the next run takes them when they are an hour old', async () => {
  let refusing = true;
  const stage = await start(undefined, ({ headers }) =>
    refusing && String(headers['x-amz-target']).endsWith('AdminDeleteUser')
      ? {
          status: 400,
          headers: { 'x-amzn-ErrorType': 'NotAuthorizedException' },
          body: '{"message":"No."}',
        }
      : undefined,
  );
  await stage.pool.create('contract-somebody@example.com');
  const collection = collectionOf({ name: 'it', test: passes });
  const first = await run(stage, collection);
  const left = (await stage.users()).filter((email) => email.endsWith('.invalid'));
  expect(left).toHaveLength(2);
  for (const email of left) expect(first.text).toContain(`the user ${email} (`);
  expect(first.text).toContain(`npm run contract -- --url ${stage.url} --sweep`);
  expect(first.ended).toMatchObject({ good: false });

  refusing = false;
  await run(stage, collection);
  expect(await stage.users()).toEqual(expect.arrayContaining(left));
  const age = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 61 * 60_000);
  const later = await run(stage, collection);
  age.mockRestore();
  expect(later.text).toContain('Removing 2 users that earlier runs have left.');
  expect(await stage.users()).toEqual(['contract-somebody@example.com']);
}, 120_000);

test('a list that cannot be read is said, with whose it is, and its users stay to be found again', async () => {
  const stage = await start(({ method, url }) =>
    method === 'GET' && url === '/dev/items' ? { status: 403 } : undefined,
  );
  const { ended, text } = await run(stage, collectionOf({ name: 'it', method: 'POST', test: creates }));
  const users = (await stage.users()).sort();
  expect(users).toHaveLength(2);
  const lists = `what is listed at ${stage.url}/items (GET answers 403)`;
  expect(ended).toMatchObject({
    good: false,
    left: [lists, lists, ...users.map((email) => `the user ${email}`)],
  });
  expect(text).toContain('--sweep');
});

test('--sweep removes at once what is left, with its data, and nobody else', async () => {
  const stage = await start(({ method, url }) =>
    method === 'GET' && url === '/dev/items'
      ? {
          status: 200,
          body: JSON.stringify({ items: [...stage.things].map((path) => ({ id: path.slice(11) })) }),
        }
      : undefined,
  );
  await stage.pool.create('contract-0123456789ab-first@throwaway.invalid');
  await stage.pool.create('contract-0123456789ab-first@throwaway.example.com');
  stage.things.add('/dev/items/left');
  const lines: string[] = [];
  const given = { url: stage.url, origin: '', reports, waitSeconds: 1, sweep: true };
  const { signal } = new AbortController();
  expect(await sweepStage(given, { signal, say: (line) => void lines.push(line) })).toBe(true);
  expect(lines).toEqual(['Removing 1 users that earlier runs have left.', 'All of it is gone.']);
  await sweepStage(given, { signal, say: (line) => void lines.push(line) });
  expect(lines.at(-1)).toBe('No run has left anything there.');
  expect([...stage.things]).toEqual([]);
  expect(await stage.users()).toEqual(['contract-0123456789ab-first@throwaway.example.com']);
});

test('whoever only asks for an account under such an address holds up no run, and stays', async () => {
  const stage = await start();
  const { endpoint = '', clientId } = stage.pool.address;
  const email = 'contract-0123456789ab-second@throwaway.invalid';
  const asked = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-amz-json-1.1',
      'X-Amz-Target': 'AWSCognitoIdentityProviderService.SignUp',
    },
    body: JSON.stringify({ ClientId: clientId, Username: email, Password: 'Correct-horse-1!' }),
  });
  expect(asked.status).toBe(200);
  const lines: string[] = [];
  const given = { url: stage.url, origin: '', reports, waitSeconds: 1, sweep: true };
  const { signal } = new AbortController();
  await sweepStage(given, { signal, say: (line) => void lines.push(line) });
  expect(lines).toEqual(['No run has left anything there.']);
  expect(await stage.users()).toEqual([email]);
});

test.each([
  ['one of another place', 'http://127.0.0.1:9/steal'],
  ['one of this server that is not the stage’s', '/_cognito/oauth2/revoke'],
  ['one that is none', 'http://['],
])('a Location, %s, is not followed with a token, and stops nothing', async (_, location) => {
  const stage = await start(({ method }) =>
    method === 'POST' ? { status: 201, headers: { Location: location } } : undefined,
  );
  const { ended } = await run(stage, collectionOf({ name: 'makes', method: 'POST', test: creates }));
  expect(ended).toMatchObject({ good: true, left: [] });
  expect(stage.asked.filter(({ method }) => method === 'DELETE')).toEqual([]);
  expect(await stage.users()).toEqual([]);
});

test.each([
  ['has no list', { status: 200, body: '{}' }, /GET answers what is no list/],
  [
    'has things without ids',
    { status: 200, body: '{"items":[{"name":"a"}]}' },
    /GET answers what is no list/,
  ],
  ['sends elsewhere', { status: 303, headers: { Location: '/dev/health' } }, /GET answers 303/],
  [
    'goes round in a circle',
    { status: 200, body: '{"items":[],"nextCursor":"a"}' },
    /comes back to where it was/,
  ],
])('a list that %s is not taken for an empty one', async (_, answer, problem) => {
  const stage = await start(({ method, url = '' }) =>
    method === 'GET' && /^\/dev\/items(\?|$)/.test(url) ? answer : undefined,
  );
  const { ended } = await run(stage, collectionOf({ name: 'makes', method: 'POST', test: creates }));
  expect(ended).toMatchObject({
    good: false,
    left: expect.arrayContaining([expect.stringMatching(problem)]),
  });
  expect(await stage.users()).toHaveLength(2);
});

test('a token that a check quotes is in nothing that is told', async () => {
  const stage = await start(({ url, headers }) =>
    url === '/dev/items' && headers['user-agent']?.includes('Postman')
      ? { status: 200, body: JSON.stringify({ got: headers.authorization }) }
      : undefined,
  );
  const collection = collectionOf({
    name: 'quotes',
    test: `for (const name of ['token', 'otherToken', 'accessToken']) {
      const token = pm.variables.get(name);
      pm.test('is ' + token, () => pm.expect(token.split('.')[1]).to.equal(token.split('.')[2]));
    }`,
  });
  const { ended, text } = await run(stage, collection);
  const xml = await readFile(join(reports, 'contract-dev.xml'), 'utf8');
  expect(ended).toMatchObject({ good: false, found: [{}, {}, {}] });
  for (const told of [text, xml, JSON.stringify(ended)]) {
    expect(told).toContain('(a token)');
    expect(told).not.toMatch(/eyJ|[\w-]{80}/);
  }
});

describe('the users of a stage', () => {
  const pool = { id: 'eu-west-1_AbCdEf123', clientId: 'abc' };
  const far = 'https://x.execute-api.eu-west-1.amazonaws.com/dev';

  test('elsewhere have to be named', async () => {
    await expect(findUserPool({ url: far }, {})).rejects.toThrow(/--user-pool and --client.*UserPoolId/);
    expect(await findUserPool({ url: far, userPool: pool }, {})).toEqual(pool);
  });

  test.each(['AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER', 'AWS_ENDPOINT_URL'])(
    'are not looked for where an empty %s would lead',
    async (name) => {
      await expect(findUserPool({ url: far, userPool: pool }, { [name]: '' })).rejects.toThrow(
        `${name} is set to nothing. Set it to an address, or unset it.`,
      );
    },
  );

  test('on this machine are beside the API, unless an endpoint is named with the pool', async () => {
    const stage = await start();
    const { id, clientId, endpoint } = stage.pool.address;
    expect(await findUserPool({ url: stage.url }, {})).toEqual({ id, clientId, endpoint });
    const env = { AWS_ENDPOINT_URL: 'http://localhost:5000' };
    expect(await findUserPool({ url: stage.url, userPool: pool }, env)).toEqual(pool);
    expect(await findUserPool({ url: stage.url, userPool: pool }, {})).toEqual({ ...pool, endpoint });
  });

  test('that are not there are said not to be, with what to do', async () => {
    await expect(findUserPool({ url: 'http://127.0.0.1:9/dev' }, {})).rejects.toThrow(
      /^http:\/\/127\.0\.0\.1:9\/dev has no users that can be found .*ECONNREFUSED.*`npm start`/,
    );
  });
});
