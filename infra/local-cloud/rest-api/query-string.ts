import type { HeaderList } from './headers';

/**
 * Reads a query string into decoded pairs, in order.
 *
 * `+` is a space (recorded). `;` separates like `&`: API Gateway splits there (documented, "important notes
 * for REST APIs"). A malformed percent sequence leaves its text as it is (assumption: the gateway must not
 * answer 500 for it, and nothing better is documented).
 */
export function parseQueryString(query: string): HeaderList {
  return query
    .split(/[&;]/)
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=');
      const name = equals < 0 ? pair : pair.slice(0, equals);
      const value = equals < 0 ? '' : pair.slice(equals + 1);
      return [decode(name.replaceAll('+', ' ')), decode(value.replaceAll('+', ' '))] as const;
    });
}

/** Percent-decodes; text that is not valid percent-encoded UTF-8 comes back unchanged. */
export function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
