import type { HeaderList } from './headers';
import { parseQueryString } from './query-string';

/** One HTTP request as the gateway sees it: complete, not yet routed. */
export interface GatewayRequest {
  readonly requestId: string;
  /** 16 characters, ending in `=`; the value of `x-amz-apigw-id`. */
  readonly extendedRequestId: string;
  /** Milliseconds since the epoch. */
  readonly receivedAt: number;
  readonly method: string;
  /** The raw path with the stage, as sent. */
  readonly fullPath: string;
  /** The raw path below the stage, still percent-encoded. */
  readonly path: string;
  /** Decoded. */
  readonly query: HeaderList;
  readonly headers: HeaderList;
  readonly body: Buffer;
  readonly protocol: string;
  readonly sourceIp: string;
  readonly localPort: number;
}

/** A request target, taken apart. */
export interface RequestTarget {
  readonly fullPath: string;
  /** The path below the stage, or undefined when the target lies outside of it. */
  readonly path: string | undefined;
  readonly query: HeaderList;
}

/**
 * Takes a request target apart: `/dev/items?limit=1`, also in absolute form (`http://host/dev/items`), which
 * RFC 9112 wants every server to accept.
 *
 * Slashes after the stage are one: for `/dev//items` the function sees the path `/items`, while
 * `requestContext.path` keeps `/dev//items` (recorded).
 */
export function parseTarget(target: string, stageName: string): RequestTarget {
  const withoutOrigin = target.replace(/^https?:\/\/[^/?#]*/i, '');
  const mark = withoutOrigin.indexOf('?');
  const fullPath = (mark < 0 ? withoutOrigin : withoutOrigin.slice(0, mark)) || '/';
  const query = mark < 0 ? [] : parseQueryString(withoutOrigin.slice(mark + 1));
  const stagePath = `/${stageName}`;
  const inside = fullPath === stagePath || fullPath.startsWith(`${stagePath}/`);
  const path = inside ? `/${fullPath.slice(stagePath.length).replace(/^\/+/, '')}` : undefined;
  return { fullPath, path, query };
}
