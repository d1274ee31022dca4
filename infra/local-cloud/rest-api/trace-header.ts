import { randomBytes } from 'node:crypto';
import { type HeaderList, headerValue } from './headers';

/** What a request is traced under. */
export interface Trace {
  /** For the function and for the answer: `Root=...;Parent=...;Sampled=0`. */
  readonly full: string;
  /** For the event's header. */
  readonly forwarded: string;
}

/** Gives every request its trace; remembers the second in which it last sampled one. */
export type Tracer = (headers: HeaderList) => Trace;

/**
 * Decides on tracing as API Gateway does.
 *
 * A caller's `Root` and its decision stay (documented). Without one, a stage with tracing samples the first
 * request of each second: X-Ray's default rule reserves one a second and adds 5 % of the rest (documented);
 * the 5 % are left out, as chance helps nobody on a developer's machine. Without tracing nothing is sampled,
 * and the event's header holds the root alone (recorded).
 *
 * @param now milliseconds since the epoch.
 */
export function createTracer(tracingEnabled: boolean, now: () => number): Tracer {
  let sampledSecond = -1;
  return (headers) => {
    const incoming = parseTrace(headerValue(headers, 'x-amzn-trace-id') ?? '');
    const second = Math.floor(now() / 1000);
    const fresh = tracingEnabled && second !== sampledSecond;
    const sampled = incoming.Sampled ?? (fresh ? '1' : '0');
    if (incoming.Sampled === undefined && fresh) sampledSecond = second;
    const root =
      incoming.Root ?? `1-${second.toString(16).padStart(8, '0')}-${randomBytes(12).toString('hex')}`;
    const parent = incoming.Parent ?? randomBytes(8).toString('hex');
    const full = `Root=${root};Parent=${parent};Sampled=${sampled}`;
    const decided = tracingEnabled || incoming.Sampled !== undefined || incoming.Parent !== undefined;
    return { full, forwarded: decided ? full : `Root=${root}` };
  };
}

const VALID = {
  Root: /^1-[0-9a-f]{8}-[0-9a-f]{24}$/i,
  Parent: /^[0-9a-f]{16}$/i,
  Sampled: /^[01]$/,
} as const;

/** Only well-formed parts count; a broken header starts a new trace (assumption). */
function parseTrace(header: string): Partial<Record<keyof typeof VALID, string>> {
  const parts: Partial<Record<keyof typeof VALID, string>> = {};
  for (const part of header.split(';')) {
    const [name, value = ''] = part.trim().split('=', 2);
    for (const known of ['Root', 'Parent', 'Sampled'] as const) {
      if (name === known && VALID[known].test(value)) parts[known] = value;
    }
  }
  return parts;
}
