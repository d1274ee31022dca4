import fc from 'fast-check';
import { confidential } from './confidential';

export interface AnyRequest {
  readonly method: string;
  /** Below the stage, with the query. */
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: Buffer | undefined;
}

/** Requests at random, most of them nearly right: it is the small mistakes that get far. */
export function anyRequest(ids: readonly string[]): fc.Arbitrary<AnyRequest> {
  return fc.record({ method, path: path(ids), headers, body });
}

const mostly = <T>(usual: fc.Arbitrary<T>, odd: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 3, arbitrary: usual }, { weight: 1, arbitrary: odd });

const method = mostly(
  fc.constantFrom('GET', 'POST', 'PATCH', 'DELETE'),
  fc.constantFrom('HEAD', 'OPTIONS', 'PUT', 'TRACE', 'PROPFIND', 'SEARCH'),
);

/** Pieces that mean something to somebody on the way; what a client may not send goes percent-encoded. */
const odd = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '/',
        '//',
        '.',
        '..',
        '%',
        '%2F',
        '%00',
        '%C0%AF',
        '%zz',
        ';',
        '&',
        '=',
        '+',
        '{id}',
        '__proto__',
      ),
      fc.string({ unit: 'binary', maxLength: 4 }),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join('').toWellFormed())
  .map((text) => text.replace(/[^\x21-\x7e]|[?#]/gu, (character) => encodeURIComponent(character)));

function path(ids: readonly string[]): fc.Arbitrary<string> {
  const known = fc.constantFrom('/items', '/items', '/health', ...ids.map((id) => `/items/${id}`));
  const unknown = fc.oneof(
    fc.uuid().map((id) => `/items/${id}`),
    odd.map((text) => `/items/${text}`),
    odd.map((text) => `/${text}`),
  );
  return fc
    .tuple(mostly(known, unknown), fc.option(query))
    .map(([where, what]) => (what === null ? where : `${where}?${what}`));
}

const value = mostly(
  fc.integer({ min: -1, max: 120 }).map(String),
  fc.oneof(odd, fc.base64String({ maxLength: 260 }), fc.double().map(String)),
);
const query = fc
  .array(fc.tuple(mostly(fc.constantFrom('limit', 'cursor'), odd), value), { maxLength: 3 })
  .map((pairs) => pairs.map((pair) => pair.join('=')).join('&'));

const latin1 = fc
  .array(fc.constantFrom(...'"1,*W/ ;=x\t~\u0080\u00e9\u00ff'), { maxLength: 12 })
  .map((characters) => characters.join(''));
const headers = fc.record(
  {
    'Content-Type': mostly(
      fc.constantFrom('application/json', 'application/merge-patch+json'),
      fc.oneof(
        latin1,
        fc.constantFrom('text/plain', 'application/json; charset=utf-8', 'multipart/form-data'),
      ),
    ),
    'If-Match': mostly(fc.constantFrom('"1"', '"2"', '*', 'W/"1"'), latin1),
    'If-None-Match': mostly(fc.constantFrom('"1"', '*'), latin1),
    'Idempotency-Key': mostly(fc.constantFrom('once', 'twice'), latin1),
    'Content-Encoding': latin1,
    Accept: latin1,
    Origin: latin1,
    'X-Amzn-Trace-Id': latin1,
    ['__proto__']: latin1,
  },
  { requiredKeys: [] },
);

const data = fc.dictionary(mostly(fc.string(), fc.constant('__proto__')), fc.jsonValue({ maxDepth: 4 }), {
  maxKeys: 4,
});
const nearly = fc
  .record(
    {
      name: mostly(
        fc.string({ unit: 'binary', maxLength: 130 }).map((text) => `${confidential}${text}`.slice(0, 125)),
        fc.jsonValue(),
      ),
      data: mostly<unknown>(data, fc.jsonValue()),
      unknown: fc.jsonValue(),
    },
    { requiredKeys: [] },
  )
  .map((members) => JSON.stringify(members));
/** JSON with a piece of it cut out. */
const damaged = fc
  .tuple(nearly, fc.nat(), fc.nat({ max: 3 }))
  .map(
    ([text, at, length]) =>
      text.slice(0, at % (text.length + 1)) + text.slice((at % (text.length + 1)) + length),
  );
const body = fc.option(
  fc.oneof(
    { weight: 4, arbitrary: nearly.map((text) => Buffer.from(text)) },
    { weight: 1, arbitrary: damaged.map((text) => Buffer.from(text)) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)) },
  ),
  { nil: undefined },
);
