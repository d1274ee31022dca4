import { mediaType } from './headers';

/**
 * Whether a `Content-Type` or `Accept` value is one of the API's binary media types. Wildcards (`image/*`,
 * all types) count as ranges (documented); of an Accept header only the first type does (documented).
 */
export function isBinary(value: string | undefined, binaryMediaTypes: readonly string[]): boolean {
  const type = mediaType(value?.split(',')[0]) ?? 'application/json';
  return binaryMediaTypes.some((range) => {
    const [family, subtype] = range.toLowerCase().split('/');
    if (subtype === '*') return family === '*' || type.startsWith(`${family}/`);
    return type === range.toLowerCase();
  });
}
