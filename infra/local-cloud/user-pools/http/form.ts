import { mediaType } from '../../rest-api/headers';
import type { Call } from './endpoint';

/** The fields of a form that was sent; undefined when it is none. */
export function readForm({ headers, body }: Call): URLSearchParams | undefined {
  if (mediaType(headers['content-type']) !== 'application/x-www-form-urlencoded') return undefined;
  return new URLSearchParams(body.toString());
}

/** Whether a parameter was given twice, which OAuth forbids (RFC 6749, 3.1): who reads the first, who the last? */
export function hasRepeated(parameters: URLSearchParams): boolean {
  return new Set(parameters.keys()).size < [...parameters.keys()].length;
}
