import { readdirSync, type Stats, statSync } from 'node:fs';
import { basename, isAbsolute, join, resolve, sep } from 'node:path';

/** What the patterns of an action's `path` input find. */
export interface Found {
  readonly files: readonly string[];
  /** Where the search began: the folder before the first wildcard of each pattern. */
  readonly searchPaths: readonly string[];
}

/** Finds files as `@actions/glob` does: a folder means all in it, `!` takes away again, symbolic links are followed. */
export function findFiles(patterns: string, from: string, options: { hidden: boolean }): Found {
  const all = patterns
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => readPattern(line, from));
  const starts = all.filter(({ exclude }) => !exclude).map(({ start }) => start);
  const searchPaths = [...new Set(starts)].filter(
    (start) => !starts.some((other) => other !== start && start.startsWith(other + sep)),
  );
  const files = searchPaths
    .flatMap((start) => [...filesUnder(start, options.hidden, [])])
    .filter((file) =>
      all.reduce((found, { exclude, matches }) => (matches.test(file) ? !exclude : found), false),
    );
  return { files, searchPaths };
}

function readPattern(line: string, from: string) {
  const exclude = line.startsWith('!');
  const pattern = exclude ? line.slice(1).trim() : line;
  const path = (isAbsolute(pattern) ? pattern : resolve(from, pattern)).replace(/\/+$/, '');
  const segments = path.split('/').slice(1);
  const wild = segments.findIndex((segment) => /[*?[]/.test(segment));
  const start = `/${segments.slice(0, wild < 0 ? undefined : wild).join('/')}`;
  const source = segments.map((segment) => (segment === '**' ? '(/[^/]+)*' : `/${ofSegment(segment)}`));
  return { exclude, start, matches: new RegExp(`^${source.join('')}(/.*)?$`) };
}

function ofSegment(segment: string): string {
  return segment.replace(/\[[^\]]+\]|[*?]|[.+^${}()|\\]/g, (found) => {
    if (found === '*') return '[^/]*';
    if (found === '?') return '[^/]';
    return found.startsWith('[') ? found.replace('[!', '[^') : `\\${found}`;
  });
}

/** Neither a hidden file nor anything in a hidden folder, be it where the search begins. */
function* filesUnder(path: string, hidden: boolean, above: readonly number[]): Iterable<string> {
  const stats = statOrNothing(path);
  if (stats === undefined || (!hidden && basename(path).startsWith('.'))) return;
  if (!stats.isDirectory()) yield path;
  // A symbolic link can lead back up.
  else if (!above.includes(stats.ino))
    for (const name of readdirSync(path)) yield* filesUnder(join(path, name), hidden, [...above, stats.ino]);
}

function statOrNothing(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false });
}
