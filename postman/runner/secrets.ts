/** The beginning of a token that was cut short or put together anew: `{"` in base64url, and what follows. */
const tokenLike = /eyJ[\w-]{10,}(?:\.[\w-]*)*/g;

/**
 * Takes tokens out of whatever is told of a run, wherever it was put together: whole ones, the parts that make them
 * valid, since a script may have taken one apart, and whatever else looks like one.
 */
export function withoutSecrets<T>(told: T, tokens: readonly string[]): T {
  const parts = tokens
    .flatMap((token) => [token, ...token.split('.').slice(1)])
    .filter(({ length }) => length > 8);
  // Their letters mean nothing to JSON or to a regular expression.
  const text = parts.reduce((all, part) => all.replaceAll(part, '(a token)'), JSON.stringify(told));
  return JSON.parse(text.replace(tokenLike, '(a token)'));
}
