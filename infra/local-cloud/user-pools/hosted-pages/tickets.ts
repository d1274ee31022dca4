import { randomToken } from '../pool/secrets';

/** Things that are handed out under a name that nobody guesses, and fetched once. Kept in memory only. */
export interface Tickets<T> {
  issue(thing: T): string;
  /** What a ticket stands for; undefined when its time is over, or it was taken before. */
  take(ticket: string): T | undefined;
}

/** @param now milliseconds */
export function createTickets<T>(lifetimeMs: number, now: () => number): Tickets<T> {
  const held = new Map<string, { readonly thing: T; readonly expiresAt: number }>();
  return {
    issue: (thing) => {
      // They expire in the order in which they were issued; beyond the limit somebody is only filling the memory.
      for (const [ticket, { expiresAt }] of held) {
        if (expiresAt > now() && held.size < 1_000) break;
        held.delete(ticket);
      }
      const ticket = randomToken();
      held.set(ticket, { thing, expiresAt: now() + lifetimeMs });
      return ticket;
    },
    take: (ticket) => {
      const found = held.get(ticket);
      held.delete(ticket);
      return found && found.expiresAt > now() ? found.thing : undefined;
    },
  };
}
