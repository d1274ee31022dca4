export interface TextAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** More than any answer that is read here can hold. */
const mostBytes = 16 * 1024 * 1024;

/**
 * Sends a request and reads its whole answer, all of it within a time: a stage may also begin an answer and never
 * end it. Redirects are not followed, as a token goes along.
 *
 * @param signal stops it, too
 * @throws an error that says what happened
 */
export async function fetchText(
  url: string,
  {
    ms,
    signal,
    ...init
  }: { ms: number; signal?: AbortSignal; method?: string; headers?: Record<string, string> },
): Promise<TextAnswer> {
  const ended = new AbortController();
  // AbortSignal.timeout does not reach a body that has begun.
  const timer = setTimeout(
    () => ended.abort(new Error(`timeout: no whole answer within ${ms / 1000} s`)),
    ms,
  );
  const stop = () => ended.abort(signal?.reason);
  signal?.addEventListener('abort', stop);
  if (signal?.aborted) stop();
  try {
    const { status, headers, body } = await fetch(url, { ...init, redirect: 'manual', signal: ended.signal });
    return { status, headers, text: await read(body) };
  } catch (error) {
    if (ended.signal.aborted) throw ended.signal.reason;
    const { message, cause } = error as Error & { cause?: { message?: string; code?: string } };
    throw new Error([message, cause?.message || cause?.code].filter(Boolean).join(', '));
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
  }
}

async function read(body: ReadableStream<Uint8Array> | null): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > mostBytes) throw new Error('the answer is larger than 16 MB');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
