import { validateHeaderName, validateHeaderValue } from 'node:http';
import type { HeaderList } from './headers';

/** What goes back to the client. */
export interface Answer {
  readonly status: number;
  readonly headers: HeaderList;
  readonly body: Buffer;
}

/** Whether Node (and any HTTP peer) accepts this header; a function or a mapped request value may hold anything. */
export function isLegalHeader(name: string, value: string): boolean {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return true;
  } catch {
    return false;
  }
}

/** Adds a header unless one of that name is there already. */
export function withDefault(headers: HeaderList, name: string, value: string): HeaderList {
  const present = headers.some(([key]) => key.toLowerCase() === name.toLowerCase());
  return present ? headers : [...headers, [name, value]];
}
