/** Headers for GET of an item in its first version, and the status that is the answer. */
export const hostileHeaders: ReadonlyArray<readonly [Record<string, string | string[]>, number]> = [
  [{ 'X-Odd': '\u0080\u00e9\u00ff' }, 200],
  [{ 'X-Long': 'x'.repeat(8_000) }, 200],
  [{ 'X-Long': 'x'.repeat(20_000) }, 413],
  [{ 'X-Many': Array.from({ length: 3_000 }, () => 'x') }, 200],
  [{ ['__proto__']: 'x', constructor: 'x', hasOwnProperty: 'x' }, 200],
  [{ Accept: 'text/html', 'Accept-Encoding': 'gzip;q=1, *;q=0' }, 200],
  [{ Expect: 'the unexpected' }, 200],
  [{ 'X-Amzn-Trace-Id': 'Root=;Parent=\u00ff;Sampled=maybe' }, 200],
  [{ 'If-None-Match': '' }, 400],
  [{ 'If-None-Match': 'x'.repeat(1_025) }, 400],
  [{ 'If-None-Match': '\u00ff, """, W/' }, 200],
  [{ 'If-None-Match': ['"0"', 'W/"1"'] }, 304],
];
