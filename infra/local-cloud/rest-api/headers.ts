/** Headers in the order and spelling they travel in; one name may appear several times. */
export type HeaderList = ReadonlyArray<readonly [name: string, value: string]>;

/** Turns Node's flat `rawHeaders` (name, value, name, value ...) into pairs, spelling kept. */
export function pairHeaders(rawHeaders: readonly string[]): HeaderList {
  const pairs: [string, string][] = [];
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    pairs.push([rawHeaders[i] ?? '', rawHeaders[i + 1] ?? '']);
  }
  return pairs;
}

/** The values of one header, whatever the spelling of its name. */
export function headerValues(headers: HeaderList, name: string): string[] {
  const wanted = name.toLowerCase();
  return headers.filter(([key]) => key.toLowerCase() === wanted).map(([, value]) => value);
}

/** The last value of one header, whatever the spelling of its name. */
export function headerValue(headers: HeaderList, name: string): string | undefined {
  return headerValues(headers, name).at(-1);
}

/** All values by name, names exactly as the client spelt them. A null prototype is not needed: keys are own. */
export function groupByName(pairs: HeaderList): Record<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const [name, value] of pairs) {
    const group = groups.get(name);
    if (group) group.push(value);
    else groups.set(name, [value]);
  }
  return Object.fromEntries(groups);
}

/** The last value by name: API Gateway's single-value maps keep the last (recorded). */
export function lastByName(pairs: HeaderList): Record<string, string> {
  return Object.fromEntries(pairs);
}

/** The media type of a `Content-Type` value, without parameters, in lower case. */
export function mediaType(contentType: string | undefined): string | undefined {
  const type = contentType?.split(';')[0]?.trim().toLowerCase();
  return type === '' ? undefined : type;
}
