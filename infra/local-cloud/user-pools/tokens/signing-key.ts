import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import type { StoredKey } from '../pool/pool-contents';

/** The key that a pool signs its tokens with. */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  /** As the pool publishes it. */
  readonly publicJwk: Readonly<Record<string, string>>;
}

/** Makes a key, in a thread of its own: it takes up to half a second. */
export async function createKey(): Promise<StoredKey> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const privateJwk = privateKey.export({ format: 'jwk' }) as Record<string, string>;
  return { kid: randomBytes(32).toString('base64'), privateJwk };
}

/** @throws when what was stored is no key */
export function openKey({ kid, privateJwk }: StoredKey): SigningKey {
  const privateKey = createPrivateKey({ key: privateJwk, format: 'jwk' });
  const publicKey = createPublicKey(privateKey);
  const { kty = '', n = '', e = '' } = publicKey.export({ format: 'jwk' });
  return { kid, privateKey, publicKey, publicJwk: { kty, n, e, kid, alg: 'RS256', use: 'sig' } };
}
