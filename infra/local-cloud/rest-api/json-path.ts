/**
 * Reads one place of a JSON value by the simple form of JSONPath that mapping templates use: `$`, `.name`,
 * `['name']` and `[0]`. Wildcards and filters are not known; such a path finds nothing.
 */
export function readJsonPath(value: unknown, path: string): unknown {
  const steps = path.match(/\.[\w-]+|\['[^']*'\]|\["[^"]*"\]|\[\d+\]/g) ?? [];
  if (`$${steps.join('')}` !== path) return undefined;
  let current = value;
  for (const step of steps) {
    const name = step.startsWith('.') ? step.slice(1) : step.slice(1, -1).replace(/^['"]|['"]$/g, '');
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, name)) return undefined;
    current = (current as Record<string, unknown>)[name];
  }
  return current;
}
