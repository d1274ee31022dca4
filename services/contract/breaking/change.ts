/** What a change means for a client that was made for the API as it was before. */
export type Verdict = 'breaking' | 'unjudged' | 'compatible';

export interface Change {
  readonly verdict: Verdict;
  /** The routes that it concerns, each with the statuses of those answers that it is in. */
  readonly routes: readonly string[];
  /** JSON pointer to where it is in the document, or was. */
  readonly pointer: string;
  readonly sentence: string;
}

/** Tells a change of one route. */
export type Tell = (verdict: Verdict, pointer: string, sentence: string) => void;

/** Collects changes. One that many routes share, as they share a schema, is one change. */
export function createChanges() {
  const found = new Map<string, Change & { readonly where: Map<string, Set<string>> }>();
  return {
    /** For telling what concerns a route, or one status of its answers. */
    of(route: string, status?: string): Tell {
      return (verdict, pointer, sentence) => {
        const key = JSON.stringify([verdict, pointer, sentence]);
        const { where } = found.get(key) ?? { where: new Map<string, Set<string>>() };
        found.set(key, { verdict, pointer, sentence, where, routes: [] });
        const statuses = where.get(route) ?? new Set();
        where.set(route, status === undefined ? statuses : statuses.add(status));
      };
    },

    list(): Change[] {
      return [...found.values()].map(({ where, ...change }) => ({
        ...change,
        routes: [...where].map(([route, statuses]) => `${route}${inBrackets([...statuses])}`),
      }));
    },
  };
}

function inBrackets(statuses: readonly string[]): string {
  if (statuses.length === 0) return '';
  const [first = '', second, third, ...rest] = statuses;
  if (rest.length > 0) return ` (${first} and ${statuses.length - 1} more)`;
  return ` (${[first, second, third].filter(Boolean).join(', ')})`;
}
