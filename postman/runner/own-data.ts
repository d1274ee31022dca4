import { setTimeout as pause } from 'node:timers/promises';
import type { Contract } from '../../services/contract/contract';
import { fetchText } from './fetch-text';

/**
 * The lists of an API in which a user finds what is theirs to delete: a route GET /things beside a
 * DELETE /things/{id}.
 */
export function listsOf(contracts: readonly Contract[]): readonly string[] {
  const routes = contracts.flatMap((contract) => Object.values(contract.routes));
  const deletable = routes.flatMap(({ method, path }) =>
    method === 'DELETE' && /\/\{\w+\}$/.test(path) ? [path.replace(/\/\{\w+\}$/, '')] : [],
  );
  return routes.flatMap(({ method, path }) => (method === 'GET' && deletable.includes(path) ? [path] : []));
}

interface Search {
  /** Where the stage answers. */
  readonly url: string;
  readonly lists: readonly string[];
  readonly token: string;
  readonly requestMs: number;
}

const tries = 4;
/** How long to read the lists of one user; one that never ends is not read for ever. */
const patienceMs = 60_000;

/**
 * Finds everything that a user has.
 * @returns its URLs, and what could not be looked into, with the reason
 */
export async function findOwnData({ url, lists, token, requestMs }: Search) {
  const found: string[] = [];
  const unknown: string[] = [];
  const end = Date.now() + patienceMs;
  for (const list of lists) {
    for (let cursor = ''; ; ) {
      if (Date.now() > end) {
        unknown.push(`what else is listed at ${url}${list} (it has no end within ${patienceMs / 1000} s)`);
        break;
      }
      const address = `${url}${list}${cursor && `?cursor=${encodeURIComponent(cursor)}`}`;
      const answer = await readPatiently(address, token, requestMs);
      if ('problem' in answer) {
        unknown.push(`what is listed at ${url}${list} (${answer.problem})`);
        break;
      }
      found.push(...answer.ids.map((id) => `${url}${list}/${encodeURIComponent(id)}`));
      if (!answer.nextCursor) break;
      if (answer.nextCursor === cursor) {
        unknown.push(`what else is listed at ${url}${list} (it comes back to where it was)`);
        break;
      }
      cursor = answer.nextCursor;
    }
  }
  return { found, unknown };
}

type Page = { readonly ids: readonly string[]; readonly nextCursor?: string };

/** `transient`: whether another try may go better. */
type Problem = { readonly problem: string; readonly transient: boolean };

async function readPatiently(address: string, token: string, ms: number): Promise<Page | Problem> {
  for (let attempt = 1; ; attempt++) {
    const answer = await read(address, token, ms);
    if (!('problem' in answer) || !answer.transient || attempt === tries) return answer;
    await pause(250 * 2 ** attempt);
  }
}

async function read(address: string, token: string, ms: number): Promise<Page | Problem> {
  try {
    const { status, text } = await fetchText(address, { ms, headers: { Authorization: `Bearer ${token}` } });
    if (status !== 200) {
      return {
        problem: `GET answers ${status}`,
        transient: status >= 500 || [408, 425, 429].includes(status),
      };
    }
    return pageIn(JSON.parse(text)) ?? { problem: 'GET answers what is no list', transient: false };
  } catch (error) {
    // The parser's own message quotes what came.
    if (error instanceof SyntaxError) return { problem: 'GET answers what is not JSON', transient: false };
    return { problem: (error as Error).message, transient: true };
  }
}

/** A list is the one array that the answer has, of things with an id. What is none must not be taken for an empty one. */
function pageIn(body: unknown): Page | undefined {
  const { nextCursor, ...rest } = (body ?? {}) as Record<string, unknown>;
  const [list, ...others] = Object.values(rest).filter(Array.isArray) as ReadonlyArray<{
    id?: unknown;
  } | null>[];
  const ids = list?.map((member) => member?.id);
  if (!ids?.every((id) => typeof id === 'string') || others.length > 0) return undefined;
  return { ids, ...(typeof nextCursor === 'string' && { nextCursor }) };
}
