import { setTimeout as pause } from 'node:timers/promises';
import type { Contract } from '../../services/contract/contract';

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
      found.push(...answer.ids.map((id) => `${url}${list}/${id}`));
      cursor = answer.nextCursor ?? '';
      if (!cursor) break;
    }
  }
  return { found, unknown };
}

type Page = { readonly ids: readonly string[]; readonly nextCursor?: string };

async function readPatiently(
  address: string,
  token: string,
  ms: number,
): Promise<Page | { problem: string }> {
  for (let attempt = 1; ; attempt++) {
    const answer = await read(address, token, ms);
    if (!('problem' in answer) || attempt === tries) return answer;
    await pause(250 * 2 ** attempt);
  }
}

async function read(address: string, token: string, ms: number): Promise<Page | { problem: string }> {
  try {
    const response = await fetch(address, {
      headers: { Authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(ms),
      redirect: 'error',
    });
    if (response.status !== 200) return { problem: `GET answers ${response.status}` };
    return pageIn(JSON.parse(await response.text()));
  } catch (error) {
    // The parser's own message quotes what came.
    if (error instanceof SyntaxError) return { problem: 'GET answers what is not JSON' };
    const { message, cause } = error as Error & { cause?: { message?: string } };
    return { problem: [message, cause?.message].filter(Boolean).join(', ') };
  }
}

/** The members of whatever array the answer has, by their ids. */
function pageIn(body: unknown): Page {
  const { nextCursor, ...rest } = (body ?? {}) as Record<string, unknown>;
  const members = Object.values(rest).filter(Array.isArray).flat() as ReadonlyArray<{ id?: unknown } | null>;
  const ids = members.flatMap((member) => (typeof member?.id === 'string' ? [member.id] : []));
  return { ids, ...(typeof nextCursor === 'string' && { nextCursor }) };
}
