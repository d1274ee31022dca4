import { createHash } from 'node:crypto';

/** The same UUID for the same name, always: what is generated twice is the same twice. */
export function stableId(...name: readonly string[]): string {
  const hex = createHash('sha256').update(name.join('\n')).digest('hex');
  // Version 8 is the one whose content is anyone's own (RFC 9562, 5.8).
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
