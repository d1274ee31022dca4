/** Properties of a resource, each with its words for what of it is not run here; undefined when all of it is. */
export type Readers = Readonly<Record<string, (value: never) => string | undefined>>;

/** A property that is run here, or that makes no difference to an answer. */
export const run = () => undefined;

/** A property that is not run here, whatever its value. */
export const notRun = (words: string) => () => words;

/** Names what a resource asks for and does not get here, one line each. */
export function complaintsAbout(
  logicalId: string,
  properties: Readonly<Record<string, unknown>>,
  readers: Readers,
): string[] {
  const lines = Object.entries(properties).flatMap(([name, value]) => {
    const read = Object.hasOwn(readers, name) ? readers[name] : undefined;
    const words = read ? read(value as never) : `property ${name} has no effect here`;
    return words === undefined ? [] : [`${logicalId}: ${words}`];
  });
  return [...new Set(lines)];
}
