import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeJwt, type JWTPayload, SignJWT } from 'jose';
import type { Tokens } from '../../postman/users/user-pool';
import type { Item } from '../../services/items/contract';
import { stageInTest } from './stage-in-test';

// Who is let in, and to what, through the front door of the stage as it is synthesised. That every answer has its
// documented status, shape and headers is checked for each of them (documented-answers.ts).

const stage = stageInTest();
let tokens: Tokens;
let item: Item;
beforeAll(async () => {
  tokens = await stage.tokensOf('me@example.com');
  item = await stage.create({ mine: true });
});

const routes = [
  ['POST', '/items'],
  ['GET', '/items'],
  ['GET', '/items/{id}'],
  ['PATCH', '/items/{id}'],
  ['DELETE', '/items/{id}'],
] as const;

function ask(method: string, path: string, authorization: string | undefined) {
  const target = path.replace('{id}', item.id);
  const headers: Record<string, string> = {
    Origin: 'http://localhost:3000',
    ...(authorization !== undefined && { Authorization: authorization }),
    ...(method === 'PATCH' && { 'If-Match': '"1"' }),
  };
  const body = { name: 'intruder', data: {} };
  const withBody = method === 'POST' || method === 'PATCH';
  return stage.ask(method, target, { as: 'nobody', headers, ...(withBody && { body }) });
}

/** The claims of a good token, with some of them changed, signed with the pool's own key. */
async function signedByThePool(change: (claims: JWTPayload) => JWTPayload): Promise<string> {
  const stored = readFileSync(join(stage.data, 'dev.users.json'), 'utf8');
  const [{ key }] = Object.values(JSON.parse(stored).pools) as [
    { key: { kid: string; privateJwk: Record<string, string> } },
  ];
  return new SignJWT(change(decodeJwt(tokens.idToken)))
    .setProtectedHeader({ alg: 'RS256', kid: key.kid })
    .sign(createPrivateKey({ key: key.privateJwk, format: 'jwk' }));
}

const hourAgo = () => Math.floor(Date.now() / 1000) - 3600;
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

const cases: [string, () => string | undefined | Promise<string>][] = [
  ['no token', () => undefined],
  ['a malformed token', () => 'eyJub3QiOiJhIHRva2VuIn0'],
  ['half a token', () => tokens.idToken.slice(0, tokens.idToken.length / 2)],
  [
    'an expired token',
    () => signedByThePool((claims) => ({ ...claims, exp: hourAgo(), iat: hourAgo() - 60 })),
  ],
  [
    'a token signed by somebody else',
    () => new SignJWT(decodeJwt(tokens.idToken)).setProtectedHeader({ alg: 'RS256' }).sign(stranger),
  ],
  ['a token for another audience', () => signedByThePool((claims) => ({ ...claims, aud: 'another-client' }))],
  ['a token of another issuer', () => signedByThePool((claims) => ({ ...claims, iss: `${claims.iss}x` }))],
  ['a token for another use', () => tokens.accessToken],
];

describe.each(cases)('%s', (_, make) => {
  test.each(routes)('at %s %s is 401', async (method, path) => {
    const token = await make();
    const reply = await ask(method, path, token && `Bearer ${token}`);
    expect(reply.status).toBe(401);
    expect(reply.headers['access-control-allow-origin']).toBe('http://localhost:3000');
    expect(reply.headers['www-authenticate']).toBe('Bearer');
  });
});

test('none of them has done anything, and a good token is let in', async () => {
  expect(await stage.read(item.id)).toEqual(item);
  expect(await stage.list()).toEqual([item]);
  const again = await signedByThePool((claims) => claims);
  expect((await ask('GET', '/items/{id}', `Bearer ${again}`)).status).toBe(200);
});

test('health is for everybody, whatever comes with it', async () => {
  for (const authorization of [undefined, 'Bearer nonsense', `Bearer ${tokens.accessToken}`]) {
    expect((await ask('GET', '/health', authorization)).status).toBe(200);
  }
});

test('a preflight, a wrong method and a wrong path ask nobody to sign in', async () => {
  expect((await ask('OPTIONS', '/items', undefined)).status).toBe(204);
  expect((await ask('PUT', '/items', undefined)).status).toBe(405);
  expect((await ask('GET', '/nowhere', undefined)).status).toBe(404);
});

test('a token outlives a restart of the stage at its address, and so does who it is', async () => {
  const { port } = stage;
  await stage.restart(port);
  expect(await stage.read(item.id)).toEqual(item);
});

test('nothing of it was printed', () => stage.expectDiscretion());
