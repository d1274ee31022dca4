import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
} from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { type RunningPools, run } from './support/running-pools';
import { addUser, signIn } from './support/users';

const { privateKey: foreignKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

const parts = (token: string) => token.split('.') as [string, string, string];

/** A token like a true one, with another header or other claims, and signed with another key. */
function forge(token: string, header: object, claims: object = {}, key: KeyObject = foreignKey): string {
  const changed = [
    { ...decodeProtectedHeader(token), ...header },
    { ...decodeJwt(token), ...claims },
  ];
  const signed = changed.map(encode).join('.');
  return `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`;
}

/** The pool's own key, as only its file has it. */
async function trueKey({ file, poolId }: RunningPools): Promise<KeyObject> {
  const { pools } = JSON.parse(await readFile(file, 'utf8'));
  return createPrivateKey({ key: pools[poolId].key.privateJwk, format: 'jwk' });
}

/** What the pool's public key signs when it is taken for a shared secret. */
async function signedWithPublicKey({ url, poolId }: RunningPools, token: string): Promise<string> {
  const response = await fetch(`${url}/${poolId}/.well-known/jwks.json`);
  const { keys } = (await response.json()) as { keys: Record<string, string>[] };
  const pem = createPublicKey({ key: keys[0] ?? {}, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
  const [, payload] = parts(token);
  const signed = `${encode({ ...decodeProtectedHeader(token), alg: 'HS256' })}.${payload}`;
  return `${signed}.${createHmac('sha256', pem).update(signed).digest('base64url')}`;
}

/** The same bytes in other letters: 256 bytes leave four bits of the last character unused. */
function twisted(token: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const last = alphabet.indexOf(token.at(-1) ?? '');
  return token.slice(0, -1) + alphabet[last ^ 1];
}

type Forge = (token: string, running: RunningPools) => string | Promise<string>;

const forgeries: [what: string, forge: Forge][] = [
  ['nothing', () => ''],
  ['no token', () => 'token'],
  ['two parts', (token) => parts(token).slice(0, 2).join('.')],
  ['four parts', (token) => `${token}.e30`],
  ['an empty signature', (token) => `${parts(token).slice(0, 2).join('.')}.`],
  ['a foreign key under the name of ours', (token) => forge(token, {})],
  ['a foreign key under its own name', (token) => forge(token, { kid: 'other' })],
  ['no name of a key', (token) => forge(token, { kid: undefined })],
  ['the name of an object’s own property', (token) => forge(token, { kid: '__proto__' })],
  ['alg none', (token) => `${encode({ ...decodeProtectedHeader(token), alg: 'none' })}.${parts(token)[1]}.`],
  [
    'alg none and a signature',
    (token) =>
      `${encode({ ...decodeProtectedHeader(token), alg: 'none' })}.${parts(token)[1]}.${parts(token)[2]}`,
  ],
  ['the public key as a secret', (token, running) => signedWithPublicKey(running, token)],
  ['a key of its own in its header', (token) => forge(token, { jwk: foreignKey.export({ format: 'jwk' }) })],
  ['an extension that has to be understood', (token) => forge(token, { crit: ['b64'], b64: false })],
  [
    'other claims',
    (token) => [parts(token)[0], encode({ ...decodeJwt(token), sub: 'other' }), parts(token)[2]].join('.'),
  ],
  ['a header that is no object', (token) => [encode(null), ...parts(token).slice(1)].join('.')],
  ['claims that are no object', (token) => [parts(token)[0], encode([]), parts(token)[2]].join('.')],
  ['garbage at the end', (token) => `${token}AAAA`],
  ['characters that decoders pass over', (token) => `${token}!!`],
  ['a space at the end', (token) => `${token} `],
  ['padding', (token) => `${token}==`],
  ['bits that decoders pass over', (token) => twisted(token)],
  ['great length', (token) => `${token}${'A'.repeat(100_000)}`],
];

test('no token is valid that is not, letter by letter, one that the pool has issued', async () => {
  const running = await run();
  await addUser(running);
  const { IdToken } = await signIn(running);
  const check = running.pools.tokenCheckByArn(running.poolArn);
  expect(await check?.(IdToken)).toHaveProperty('kind', 'valid');
  for (const [what, forgeOne] of forgeries) {
    const token = await forgeOne(IdToken, running);
    const verdict = await check?.(token);
    expect({ what, ...verdict }).toEqual({ what, kind: 'invalid', reason: expect.any(String) });
    // The reason is for a console.
    if (token !== '') expect(JSON.stringify(verdict)).not.toContain(token);
  }
});

test('a token that no request could carry on AWS is not even read', async () => {
  const running = await run();
  const check = running.pools.tokenCheckByArn(running.poolArn);
  expect(await check?.('A'.repeat(10_241))).toEqual({ kind: 'invalid', reason: 'it is too long' });
});

test('what the key of the pool has signed is a token of the pool only if all else is right', async () => {
  const running = await run();
  await addUser(running);
  const { IdToken } = await signIn(running);
  const key = await trueKey(running);
  const check = running.pools.tokenCheckByArn(running.poolArn);
  const kindOf = async (header: object, claims: object) =>
    (await check?.(forge(IdToken, header, claims, key)))?.kind;
  const seconds = Math.floor(running.clock.now / 1_000);
  expect(await kindOf({}, {})).toBe('valid');
  expect(await kindOf({}, { exp: seconds - 1 })).toBe('expired');
  expect(await kindOf({ kid: undefined }, {})).toBe('invalid');
  expect(await kindOf({ kid: 'other' }, {})).toBe('invalid');
  for (const claim of ['sub', 'exp', 'iat', 'iss', 'token_use']) {
    expect(await kindOf({}, { [claim]: undefined })).toBe('invalid');
  }
  expect(await kindOf({}, { iss: `${running.url}/${running.poolId}/` })).toBe('invalid');
  expect(await kindOf({}, { iss: 'https://evil.example', exp: seconds - 1 })).toBe('invalid');
  expect(await kindOf({}, { nbf: seconds + 1 })).toBe('invalid');
  expect(await kindOf({}, { exp: 'never' })).toBe('invalid');
});
