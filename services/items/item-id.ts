import { randomBytes } from 'node:crypto';

/**
 * A UUID version 7 (RFC 9562, 5.7): its first 48 bits are the time in milliseconds, so that
 * the order of the sort key is the order of creation and a list needs no index of its own.
 */
export function newItemId(now: Date): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(now.getTime(), 0, 6);
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
