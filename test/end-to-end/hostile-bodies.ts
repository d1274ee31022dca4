import { gzipSync } from 'node:zlib';
import { confidential } from './confidential';

interface HostileBody {
  readonly body?: string | Buffer;
  readonly headers?: Record<string, string>;
  readonly status: number;
  /** JSON pointers of what is wrong, in order. */
  readonly pointers?: readonly string[];
}

const json = (value: unknown) => JSON.stringify(value);
const named = (data: string) => `{"name":"${confidential}","data":${data}}`;
const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
const ofBytes = (bytes: number) => named(`{"x":"${'x'.repeat(bytes - named('{"x":""}').length)}"}`);
const typed = (type: string) => ({ 'Content-Type': type });

/** Bodies for POST /items, and what is to become of them. */
export const hostileBodies: Record<string, HostileBody> = {
  'nothing at all': { status: 400 },
  'white space': { body: ' \n\t ', status: 400 },
  'half of a JSON object': { body: '{"name":"a","da', status: 400 },
  'JSON and more': { body: '{"name":"a","data":{}}{}', status: 400 },
  'a single quote': { body: "{'name':'a','data':{}}", status: 400 },
  'a byte order mark': { body: `\ufeff${named('{}')}`, status: 400 },
  'UTF-16': { body: Buffer.from(named('{}'), 'utf16le'), status: 400 },
  'zero bytes': { body: Buffer.alloc(1000), status: 400 },
  'an array': { body: '[]', status: 400 },
  'a string': { body: '"name"', status: 400 },
  null: { body: 'null', status: 400 },
  'no members': { body: '{}', status: 400, pointers: ['/name', '/data'] },
  'wrong types': { body: '{"name":1,"data":[]}', status: 400, pointers: ['/name', '/data'] },
  'an empty name': { body: '{"name":"","data":{}}', status: 400, pointers: ['/name'] },
  'a name of 121 characters': { body: json({ name: 'x'.repeat(121), data: {} }), status: 400 },
  'a name of 120 emoji': { body: json({ name: '👋'.repeat(120), data: {} }), status: 201 },
  'a name of 121 emoji': { body: json({ name: '👋'.repeat(121), data: {} }), status: 400 },
  'a lone surrogate in the name': { body: '{"name":"\\ud800","data":{}}', status: 400, pointers: ['/name'] },
  'a lone surrogate in the data': { body: named('{"x":"\\ud800","\\udfff":1}'), status: 201 },
  'overlong UTF-8': {
    body: Buffer.concat([Buffer.from('{"name":"'), Buffer.from([0xc0, 0xaf]), Buffer.from('","data":{}}')]),
    status: 201,
  },
  'control characters as escapes': {
    body: '{"name":"\\u0000\\u001b[31m","data":{"\\u0000":1}}',
    status: 201,
  },
  'a control character as it is': { body: '{"name":"\u0001","data":{}}', status: 400 },
  'an unknown member': {
    body: json({ name: 'a', data: {}, id: 1 }),
    status: 400,
    pointers: ['/id'],
  },
  'a member with slash and tilde': {
    body: json({ name: 'a', data: {}, 'a/~b': 1 }),
    status: 400,
    pointers: ['/a~1~0b'],
  },
  '__proto__ as a member': {
    body: '{"name":"a","data":{},"__proto__":{"isAdmin":true}}',
    status: 400,
    pointers: ['/__proto__'],
  },
  'constructor as a member': {
    body: '{"name":"a","data":{},"constructor":{"prototype":{}}}',
    status: 400,
    pointers: ['/constructor'],
  },
  'only inherited members': { body: '{"__proto__":{"name":"a","data":{}}}', status: 400 },
  'names from Object.prototype in the data': {
    body: named('{"__proto__":{"a":1},"constructor":null,"toString":[],"hasOwnProperty":0}'),
    status: 201,
  },
  'a repeated member': { body: `{"name":1,"name":"${confidential}","data":[],"data":{}}`, status: 201 },
  '63 levels of arrays': { body: named(`{"x":${nested(63)}}`), status: 201 },
  '64 levels of arrays': { body: named(`{"x":${nested(64)}}`), status: 201 },
  '65 levels of arrays': { body: named(`{"x":${nested(65)}}`), status: 400, pointers: ['/data'] },
  '1,000 levels': { body: named(`{"x":${nested(1_000)}}`), status: 400, pointers: ['/data'] },
  '30,000 levels': { body: named(`{"x":${nested(30_000)}}`), status: 400, pointers: ['/data'] },
  '30,000 levels in place of the body': { body: nested(30_000), status: 400 },
  '10,000 levels of objects': { body: `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`, status: 400 },
  '5,000 unknown members': {
    body: `{${Array.from({ length: 5_000 }, (_, index) => `"${index}":1`).join()}}`,
    status: 400,
  },
  'a number beyond the doubles': { body: named('{"x":[1,{"y":1e400}]}'), status: 400, pointers: ['/data'] },
  'numbers that grow when they are written out': {
    body: named(`{"x":[${'9e20,'.repeat(13_000)}1]}`),
    status: 413,
  },
  'exactly 65,536 bytes': { body: ofBytes(65_536), status: 201 },
  '65,537 bytes': { body: ofBytes(65_537), status: 413 },
  '80,000 bytes in 40,000 characters': { body: named(`{"x":"${'é'.repeat(40_000)}"}`), status: 413 },
  '7 MB': { body: ofBytes(7_000_000), status: 413 },
  '7 MB that are no JSON': { body: 'x'.repeat(7_000_000), status: 400 },
  '11 MB': { body: ofBytes(11_000_000), status: 413 },
  'no content type': { body: named('{}'), headers: typed(''), status: 415 },
  'a form': { body: 'name=a', headers: typed('application/x-www-form-urlencoded'), status: 415 },
  'another charset': { body: named('{}'), headers: typed('application/json; charset=utf-16'), status: 415 },
  'a charset of nonsense': {
    body: named('{}'),
    headers: typed('application/json;charset="\u00e9'),
    status: 415,
  },
  'a charset in quotes and capitals': {
    body: named('{}'),
    headers: typed('Application/JSON ; Charset="UTF-8"'),
    status: 201,
  },
  'only separators for a type': { body: named('{}'), headers: typed(';;,;'), status: 415 },
  gzip: { body: gzipSync(named('{}')), headers: { 'Content-Encoding': 'gzip' }, status: 400 },
  'JSON that says it is gzip': { body: named('{}'), headers: { 'Content-Encoding': 'gzip' }, status: 415 },
  'identity twice': { body: named('{}'), headers: { 'Content-Encoding': 'identity, identity' }, status: 415 },
  'an empty idempotency key': { body: named('{}'), headers: { 'Idempotency-Key': '' }, status: 400 },
  'a blank in the idempotency key': { body: named('{}'), headers: { 'Idempotency-Key': 'a b' }, status: 400 },
  'latin-1 in the idempotency key': {
    body: named('{}'),
    headers: { 'Idempotency-Key': '\u00e9' },
    status: 400,
  },
  'an idempotency key of 255': {
    body: named('{}'),
    headers: { 'Idempotency-Key': '#'.repeat(255) },
    status: 201,
  },
  'an idempotency key of 256': {
    body: named('{}'),
    headers: { 'Idempotency-Key': '#'.repeat(256) },
    status: 400,
  },
};
