/** A token's claims as the gateway hands them on: text, all of them (recorded). */
export type Claims = Readonly<Record<string, string>>;

/** Writes claims out as events of deployed APIs have them (recorded, but for objects inside: assumption). */
export function claimsAsSent(claims: Readonly<Record<string, unknown>>): Claims {
  return Object.fromEntries(
    Object.entries(claims).map(([name, value]) => [name, asText(name, value)] as const),
  );
}

function asText(name: string, value: unknown): string {
  if ((name === 'exp' || name === 'iat') && typeof value === 'number')
    return javaDate(new Date(value * 1000));
  if (Array.isArray(value)) return value.map(String).join(',');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** `Wed Nov 25 13:04:59 UTC 2026`, as Java's `Date` writes itself. */
function javaDate(date: Date): string {
  return date.toUTCString().replace(/^(\w+), (\d+) (\w+) (\d+) (\S+) GMT$/, '$1 $3 $2 $5 UTC $4');
}
