import { fetchText } from './fetch-text';

/** What came of one attempt to delete something. */
export interface Removal {
  readonly gone: boolean;
  readonly problem?: string;
  /** Whether another attempt may go better. */
  readonly transient: boolean;
  /** How long the stage asks to be left alone. */
  readonly retryAfterMs?: number;
}

/** Deletes what is at a URL as its owner, or says why that did not go, and whether to try again. */
export async function remove(url: string, token: string | undefined, timeoutMs: number): Promise<Removal> {
  try {
    const { status, headers } = await fetchText(url, {
      ms: timeoutMs,
      method: 'DELETE',
      ...(token && { headers: { Authorization: `Bearer ${token}` } }),
    });
    if (status === 204 || status === 404) return { gone: true, transient: false };
    const transient = status >= 500 || [408, 409, 425, 429].includes(status);
    const retryAfterMs = transient ? milliseconds(headers.get('Retry-After')) : undefined;
    const again = retryAfterMs === undefined ? '' : `, and asks to wait ${Math.ceil(retryAfterMs / 1000)} s`;
    return {
      gone: false,
      problem: `DELETE answers ${status}${again}`,
      transient,
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    };
  } catch (error) {
    return { gone: false, problem: (error as Error).message, transient: true };
  }
}

/** The value of Retry-After: seconds, or a date (RFC 9110, 10.2.3). */
function milliseconds(value: string | null): number | undefined {
  if (value === null) return undefined;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
