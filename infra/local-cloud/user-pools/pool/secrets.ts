import { createHash, randomBytes, randomInt, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { PasswordPolicy } from '../definition/password-policy';
import type { HashedSecret } from './pool-contents';

const derive = promisify<string, Buffer, number, Buffer>(scrypt);
const HASH_BYTES = 32;

/** Hashes what a person types, a password or a code, so that it takes long to guess from what is stored. */
export async function hashSecret(secret: string): Promise<HashedSecret> {
  const salt = randomBytes(16);
  const hash = await derive(secret, salt, HASH_BYTES);
  return { salt: salt.toString('base64'), hash: hash.toString('base64') };
}

/** Whether it is the secret that was hashed. */
export async function isSecret({ salt, hash }: HashedSecret, secret: string): Promise<boolean> {
  const derived = await derive(secret, Buffer.from(salt, 'base64'), HASH_BYTES);
  const expected = Buffer.from(hash, 'base64');
  return derived.length === expected.length && timingSafeEqual(derived, expected);
}

/** A random text that nobody guesses: a refresh token, an authorization code. */
export function randomToken(): string {
  return randomBytes(48).toString('base64url');
}

/** What is kept of a random token; it is long enough to need neither salt nor slowness. */
export function digestOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

/** Six digits, as Cognito's codes. */
export function randomCode(): string {
  return String(randomInt(1_000_000)).padStart(6, '0');
}

/** A password that fits every policy; Cognito lets none ask for more than 99 characters. */
export function randomPassword({ minimumLength }: PasswordPolicy): string {
  const letters = randomBytes(72).toString('base64url');
  return `${letters.slice(0, Math.max(20, minimumLength) - 4)}aA1!`;
}
