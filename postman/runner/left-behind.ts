import { setTimeout as pause } from 'node:timers/promises';
import { type Removal, remove } from './removal';
import type { Exchange } from './results';

/** How long to go on beginning, how long one request may take, and the pause after the first failure and at most. */
const patience = { totalMs: 30_000, requestMs: 5000, firstPauseMs: 250, longestPauseMs: 2000 };

export type Patience = typeof patience;

/** How many requests to send at the same time. */
const atOnce = 20;

interface Cleaned {
  readonly deleted: readonly string[];
  /** What is still there, each with the reason. */
  readonly left: readonly string[];
}

/**
 * Watches what a run creates and deletes, to delete afterwards what it has left.
 * @param stage where the stage answers: only what is below it is deleted, and no token goes anywhere else
 * @param tokens the tokens of those who create, by the names under which exchanges tell of them
 */
export function createCleaner(
  stage: string,
  tokens: Readonly<Record<string, string>> = {},
  given: Partial<Patience> = {},
) {
  const limits = { ...patience, ...given };
  /** Each with who has created it. */
  const created = new Map<string, string>();
  return {
    watch({ method, url, status, location, as = '' }: Exchange): void {
      if (status === 201 && location && URL.canParse(location, url)) {
        const made = new URL(location, url).href;
        if (made.startsWith(`${stage}/`)) created.set(made, as);
      }
      const isGone = method === 'DELETE' && (status === 204 || status === 404);
      // To anybody else it was never there.
      if (isGone && created.get(url) === as) created.delete(url);
    },

    /** Something else to delete, of the user by that name. */
    add(url: string, as: string): void {
      created.set(url, as);
    },

    /**
     * Deletes what is left: many at once, and what the stage refuses for now one after another, for as long as
     * patience lasts. A stage that throttles, or has a bad moment, is no reason to leave anything in it.
     *
     * @param wait is told, once, when it takes longer
     */
    async clean(wait: (seconds: number) => void = () => {}): Promise<Cleaned> {
      const end = Date.now() + limits.totalMs;
      const urls = [...created.keys()];
      const removal = (url: string) => remove(url, tokens[created.get(url) ?? ''], limits.requestMs);
      const outcomes = new Map<string, Removal>();
      const attempt = async (url: string) => void outcomes.set(url, await removal(url));
      for (let next = 0; next < urls.length; next += atOnce) {
        await Promise.all(urls.slice(next, next + atOnce).map(attempt));
        // As long as things go, there is no reason to stop.
        if (Date.now() > end && !urls.slice(next, next + atOnce).some((url) => outcomes.get(url)?.gone))
          break;
      }
      const waiting = urls.filter((url) => outcomes.get(url)?.transient);
      if (waiting.length > 0) wait(Math.ceil((end - Date.now()) / 1000));
      await oneByOne(waiting, outcomes, { end, limits, removal });
      return {
        deleted: urls.filter((url) => outcomes.get(url)?.gone),
        left: urls.flatMap((url) => {
          const { gone, problem = 'there was no time left to try' } = outcomes.get(url) ?? {};
          return gone ? [] : [`${url} (${problem})`];
        }),
      };
    },
  };
}

interface Patiently {
  /** When to give up. */
  readonly end: number;
  readonly limits: Patience;
  removal(url: string): Promise<Removal>;
}

/**
 * Tries in turn, and slower with every failure. The pause stays as it is after a success: it is what a stage
 * that throttles takes.
 */
async function oneByOne(
  waiting: readonly string[],
  outcomes: Map<string, Removal>,
  { end, limits, removal }: Patiently,
): Promise<void> {
  const turns = [...waiting];
  let asked = Math.max(0, ...waiting.map((url) => outcomes.get(url)?.retryAfterMs ?? 0));
  let pauseMs = limits.firstPauseMs;
  for (let url = turns.shift(); url !== undefined; url = turns.shift()) {
    const waitMs = Math.max(pauseMs, asked);
    if (Date.now() + waitMs >= end) return;
    await pause(waitMs);
    const outcome = await removal(url);
    outcomes.set(url, outcome);
    asked = outcome.retryAfterMs ?? 0;
    if (!outcome.transient) continue;
    turns.push(url);
    pauseMs = Math.min(limits.longestPauseMs, pauseMs * 2);
  }
}
