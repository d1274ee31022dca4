import { contract } from '../../../services/items/contract';
import { Failure } from '../../../services/runtime/failure';
import { parseRequest } from '../../../services/runtime/request';
import { type EventParts, gatewayEvent } from '../gateway-event';

const { createItem, listItems, readItem, changeItem } = contract.routes;
const id = '01a204ed-26a6-7431-8db2-18e5229755ff';
const valid = { name: 'hello', data: { a: 1 } };

function failureOf(route: Parameters<typeof parseRequest>[0], parts: EventParts): Failure {
  try {
    parseRequest(route, gatewayEvent(parts));
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('It was accepted');
}

describe('the body', () => {
  test('comes as the contract says', () => {
    expect(parseRequest(createItem, gatewayEvent({ body: valid })).body).toEqual(valid);
  });

  test('keeps a member called __proto__', () => {
    const body = '{"name":"a","data":{"__proto__":{"b":1}}}';
    expect(JSON.stringify(parseRequest(createItem, gatewayEvent({ body })).body)).toBe(body);
  });

  test.each([
    ['not JSON', '{"name"', ''],
    ['nothing', '', ''],
    ['an array', [], ''],
    ['no name', { data: {} }, '/name'],
    ['an empty name', { ...valid, name: '' }, '/name'],
    ['a name that is no string', { ...valid, name: 5 }, '/name'],
    ['a lone surrogate', '{"name":"\\ud800","data":{}}', '/name'],
    ['data that is an array', { ...valid, data: [] }, '/data'],
    ['a member nobody knows', { ...valid, 'a/b~c': 1 }, '/a~1b~0c'],
  ])('%s is refused, with a pointer to the place', (_, body, pointer) => {
    const failure = failureOf(createItem, { body });
    expect(failure.kind).toBe('invalid-request');
    expect(failure.more.errors?.map((error) => [error.in, error.pointer])).toEqual([['body', pointer]]);
  });

  test('a name has up to 120 characters, however many bytes each has', () => {
    expect(
      parseRequest(createItem, gatewayEvent({ body: { ...valid, name: '🙂'.repeat(120) } })).body,
    ).toBeDefined();
    expect(failureOf(createItem, { body: { ...valid, name: '🙂'.repeat(121) } }).kind).toBe(
      'invalid-request',
    );
  });

  test('data nests up to 64 levels, and what nests deeper is refused without harm', () => {
    const nested = (levels: number) => `{"name":"a","data":${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}}`;
    expect(parseRequest(createItem, gatewayEvent({ body: nested(64) })).body).toBeDefined();
    expect(failureOf(createItem, { body: nested(65) }).kind).toBe('invalid-request');
    expect(failureOf(createItem, { body: nested(10_000) }).kind).toBe('invalid-request');
  });

  test('has at most 65,536 bytes', () => {
    const padded = (bytes: number) => {
      const empty = JSON.stringify({ name: 'a', data: { b: '' } });
      return JSON.stringify({ name: 'a', data: { b: 'x'.repeat(bytes - empty.length) } });
    };
    expect(parseRequest(createItem, gatewayEvent({ body: padded(65_536) })).body).toBeDefined();
    expect(failureOf(createItem, { body: padded(65_537) }).kind).toBe('too-large');
  });

  test.each([
    [{ 'content-type': 'text/plain' }],
    [{ 'content-type': 'application/json; charset=utf-16' }],
    [{ 'content-type': 'application/jsonp' }],
    [{ 'content-encoding': 'gzip' }],
  ])('with %j is refused as a media type', (headers) => {
    expect(failureOf(createItem, { body: valid, headers }).kind).toBe('unsupported-media-type');
  });

  test.each(['application/json; charset=utf-8', 'APPLICATION/JSON', 'application/json;charset="UTF-8"'])(
    'of the type %s is taken',
    (type) => {
      expect(
        parseRequest(createItem, gatewayEvent({ body: valid, headers: { 'content-type': type } })).body,
      ).toEqual(valid);
    },
  );
});

describe('the query', () => {
  test('has defaults', () => {
    expect(parseRequest(listItems, gatewayEvent({})).query).toEqual({ limit: 25 });
  });

  test.each(['0', '101', '-1', '1.5', '1e1', 'NaN', '', ' 5', '99999999999'])(
    'limit=%s is refused',
    (limit) => {
      expect(failureOf(listItems, { query: { limit } }).more.errors).toEqual([
        { in: 'query', pointer: '/limit', detail: 'Must be an integer from 1 to 100' },
      ]);
    },
  );

  test('a parameter nobody knows is named', () => {
    expect(failureOf(listItems, { query: { limt: '5' } }).more.errors).toEqual([
      { in: 'query', pointer: '/limt', detail: 'Is not known here' },
    ]);
  });
});

describe('headers and path', () => {
  test('a header is found in whatever case it was written', () => {
    const event = gatewayEvent({ params: { id }, headers: { 'iF-nOnE-mAtCh': '"1"' } });
    expect(parseRequest(readItem, event).headers).toEqual({ 'If-None-Match': '"1"' });
  });

  test('a change without If-Match is told what it needs', () => {
    expect(failureOf(changeItem, { params: { id }, body: {} }).kind).toBe('version-required');
  });

  test.each(['', 'x', `${id}x`, id.toUpperCase(), '%00', '../health'])('the id %p names nothing', (wrong) => {
    expect(failureOf(readItem, { params: { id: wrong } }).kind).toBe('not-found');
  });
});
