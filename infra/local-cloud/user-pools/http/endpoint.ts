import type { IncomingHttpHeaders } from 'node:http';
import type { Answer } from '../../rest-api/answer';

/** A request, as far as an endpoint needs it. */
export interface Call {
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export type Responder = (call: Call) => Answer | Promise<Answer>;

/** What is at one path. */
export interface Endpoint {
  readonly GET?: Responder;
  readonly POST?: Responder;
  /** Scripts of every website may call it, as on AWS. */
  readonly anyOrigin?: boolean;
}
