import type { Exchange } from './results';

const tries = 3;
const timeoutMs = 10_000;

/** Watches what a run creates and deletes, to delete afterwards what it has left. */
export function createCleaner() {
  const created = new Set<string>();
  return {
    watch({ method, url, status, location }: Exchange): void {
      if (status === 201 && location) created.add(new URL(location, url).href);
      if (method === 'DELETE' && (status === 204 || status === 404)) created.delete(url);
    },

    /** Deletes what is left. @returns what was deleted, and what could not be with the reason */
    async clean(): Promise<{ deleted: string[]; left: string[] }> {
      const outcomes = await Promise.all(
        [...created].map(async (url) => ({ url, failure: await remove(url) })),
      );
      return {
        deleted: outcomes.filter(({ failure }) => !failure).map(({ url }) => url),
        left: outcomes.flatMap(({ url, failure }) => (failure ? [`${url} (${failure})`] : [])),
      };
    },
  };
}

async function remove(url: string): Promise<string | undefined> {
  let failure: string | undefined;
  for (let attempt = 0; attempt < tries; attempt++) {
    try {
      const { status } = await fetch(url, { method: 'DELETE', signal: AbortSignal.timeout(timeoutMs) });
      if (status === 204 || status === 404) return undefined;
      failure = `DELETE answers ${status}`;
    } catch (error) {
      failure = (error as Error).message;
    }
  }
  return failure;
}
