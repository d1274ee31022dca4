/** What can go wrong in a service, in its own words. `problem.ts` says what each is over HTTP. */
export type FailureKind =
  | 'invalid-request'
  | 'not-found'
  | 'still-in-flight'
  | 'stale-version'
  | 'too-large'
  | 'unsupported-media-type'
  | 'key-reused'
  | 'version-required'
  | 'unavailable';

/** One thing that is wrong with a request; `pointer` is a JSON pointer (RFC 6901) into the part `in`. */
export interface InputError {
  readonly in: 'body' | 'query' | 'header';
  readonly pointer: string;
  readonly detail: string;
}

/** A failure that the caller is told about. Anything else that is thrown is a bug, and told as nothing but that. */
export class Failure extends Error {
  override readonly name = 'Failure';

  constructor(
    readonly kind: FailureKind,
    detail: string,
    readonly more: { readonly errors?: readonly InputError[]; readonly cause?: unknown } = {},
  ) {
    super(detail, { cause: more.cause });
  }
}
