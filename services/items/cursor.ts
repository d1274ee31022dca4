import { createHash } from 'node:crypto';
import { Failure } from '../runtime/failure';

const sealBytes = 8;

/**
 * A position in one owner's list, to be handed out and back. It holds the id of the last item seen and never
 * the owner: the partition is always the caller's, so that the worst a forged cursor can do is to start
 * elsewhere in the caller's own list. The seal tells a damaged cursor, or another owner's, from a good one.
 */
export function encodeCursor(owner: string, id: string): string {
  const position = Buffer.from(id.replaceAll('-', ''), 'hex');
  return Buffer.concat([position, seal(owner, position)]).toString('base64url');
}

/**
 * @returns the id of the last item seen
 * @throws Failure when the cursor was not made here for this owner
 */
export function decodeCursor(owner: string, cursor: string): string {
  const bytes = Buffer.from(cursor, 'base64url');
  const position = bytes.subarray(0, 16);
  const intact = bytes.length === 16 + sealBytes && bytes.toString('base64url') === cursor;
  if (!intact || !seal(owner, position).equals(bytes.subarray(16))) {
    const detail = 'Must be the nextCursor of an earlier page, unchanged';
    throw new Failure('invalid-request', 'The cursor is not one of yours.', {
      errors: [{ in: 'query', pointer: '/cursor', detail }],
    });
  }
  return position.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function seal(owner: string, position: Buffer): Buffer {
  return createHash('sha256').update(`cursor\n${owner}\n`).update(position).digest().subarray(0, sealBytes);
}
