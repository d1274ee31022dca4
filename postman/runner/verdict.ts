import type { Collection } from '../collection/format';
import type { Executed } from './results';

export interface Finding {
  readonly request: string;
  readonly what: string;
  /** What was expected, and what came. */
  readonly detail: string;
  /** What was sent, and the status that came; nothing, when it is the run as a whole that is wrong. */
  readonly exchange?: string;
  /** By which the logs of the service have it. */
  readonly requestId?: string;
}

/** A finding's detail, and what was sent. */
export function detailed({ detail, exchange, requestId }: Finding): string {
  if (!exchange) return detail;
  return `${detail} (${exchange}${requestId ? `, request id ${requestId}` : ''})`;
}

/**
 * Everything that keeps a run from being a success. Newman calls a run one in which nothing was
 * tested, a request was left out or a script threw; so it is not asked.
 *
 * @param bail whether the run was to stop at the first failure: what comes after it is no finding then
 */
export function findings(
  collection: Pick<Collection, 'item'>,
  executed: readonly Executed[],
  ended: { readonly error?: string },
  bail = false,
): Finding[] {
  const sent = new Set(executed.map(({ id }) => id));
  const items = collection.item.flatMap(({ item }) => item);
  const whole: Finding[] = [];
  if (ended.error) whole.push({ request: 'The run', what: 'came to its end', detail: ended.error });
  if (executed.every(({ checks }) => checks.length === 0)) {
    whole.push({ request: 'The run', what: 'checks something', detail: 'not one check was made' });
  }
  const failed = executed.flatMap(findingsOf);
  const missing = bail && failed.length > 0 ? [] : items.filter(({ id }) => !sent.has(id));
  return [
    ...failed,
    ...missing.map(({ name }) => ({
      request: name,
      what: 'is sent',
      detail: 'the run did not get to it, or left it out',
    })),
    ...whole,
  ];
}

function findingsOf({ name, request, status, requestId, checks, errors }: Executed): Finding[] {
  const exchange = `${request} → ${status ?? 'no answer'}`;
  const found = (what: string, detail: string) => ({
    request: name,
    what,
    detail,
    exchange,
    ...(requestId && { requestId }),
  });
  return [
    ...checks.flatMap((check) => {
      if (check.skipped) return [found(check.name, 'was skipped')];
      return check.failure === undefined ? [] : [found(check.name, check.failure)];
    }),
    ...errors.map((error) => found('goes through', error)),
    ...(checks.length === 0 ? [found('is checked', 'nobody looked at its answer')] : []),
  ];
}
