import Ajv from 'ajv-draft-04';
import fastCheck from 'fast-check';
import { compareDocuments } from '../../../services/contract/breaking/compare';
import type { Json } from '../../../services/contract/breaking/side';

/** As JSON.parse makes objects. */
const plain = { noNullPrototype: true };

type Schema = { readonly [keyword: string]: Json };

/** Schemas as a contract can have them, by their types. */
const schemas = fastCheck.letrec<Record<'string' | 'number' | 'array' | 'object' | 'any', Schema>>((tie) => ({
  string: fastCheck.record(
    {
      type: fastCheck.constant('string'),
      minLength: fastCheck.nat(2),
      maxLength: fastCheck.nat(3),
      pattern: fastCheck.constantFrom('^a', 'b'),
      enum: fastCheck.uniqueArray(fastCheck.constantFrom('a', 'ab', 'b', ''), { minLength: 1 }),
      nullable: fastCheck.boolean(),
    },
    { requiredKeys: ['type'] },
  ),
  number: fastCheck.record(
    {
      type: fastCheck.constantFrom('integer', 'number'),
      minimum: fastCheck.integer({ min: -1, max: 1 }),
      maximum: fastCheck.integer({ min: 1, max: 4 }),
      exclusiveMinimum: fastCheck.boolean(),
      exclusiveMaximum: fastCheck.boolean(),
      multipleOf: fastCheck.integer({ min: 1, max: 4 }),
    },
    { requiredKeys: ['type', 'minimum', 'maximum'] },
  ),
  array: fastCheck.record(
    {
      type: fastCheck.constant('array'),
      items: tie('any'),
      minItems: fastCheck.nat(2),
      maxItems: fastCheck.nat(2),
      uniqueItems: fastCheck.boolean(),
    },
    { requiredKeys: ['type'] },
  ),
  object: fastCheck.record(
    {
      type: fastCheck.constant('object'),
      properties: fastCheck.dictionary(fastCheck.constantFrom('a', 'b'), tie('any'), plain),
      required: fastCheck.uniqueArray(fastCheck.constantFrom('a', 'b'), { minLength: 1 }),
      additionalProperties: fastCheck.oneof(fastCheck.boolean(), tie('any')),
      maxProperties: fastCheck.nat(2),
    },
    { requiredKeys: ['type'] },
  ),
  any: fastCheck.oneof({ depthSize: 'small' }, tie('string'), tie('number'), tie('array'), tie('object')),
}));

/** Values that some of these schemas take, and others do not. */
const value = fastCheck.letrec((tie) => ({
  any: fastCheck.oneof(
    { depthSize: 'small' },
    fastCheck.constantFrom(null, 'a', 'ab', 'b', '', 'bbb'),
    fastCheck.constantFrom(-2, -1, 0, 0.5, 1, 2, 3, 4),
    fastCheck.array(tie('any'), { maxLength: 3 }),
    fastCheck.dictionary(fastCheck.constantFrom('a', 'b', 'c'), tie('any'), plain),
  ),
})).any;

/** A schema before and after a change of one of its keywords. */
const changes = fastCheck
  .oneof(
    ...[schemas.string, schemas.number, schemas.array, schemas.object].map((kind) =>
      fastCheck.tuple(kind, kind),
    ),
  )
  .chain(([was, other]) =>
    fastCheck.constantFrom(...Object.keys({ ...was, ...other })).map((keyword): [Schema, Schema] => {
      const { [keyword]: _, ...rest } = was;
      return [was, keyword in other ? { ...was, [keyword]: other[keyword] ?? null } : rest];
    }),
  );

test('what is found to break nobody who sends it lets through all that was let through before', () => {
  const sent = (schema: Json) => ({
    paths: { '/x': { put: { requestBody: { content: { json: { schema } } }, responses: {} } } },
  });
  const validator = (schema: Schema) => new Ajv({ strict: false }).compile(withNull(schema) as object);
  let fine = 0;
  fastCheck.assert(
    fastCheck.property(
      changes,
      fastCheck.array(value, { minLength: 20, maxLength: 40 }),
      ([was, is], values) => {
        if (compareDocuments(sent(was), sent(is)).some(({ verdict }) => verdict !== 'compatible')) return;
        fine += 1;
        const [before, after] = [validator(was), validator(is)];
        for (const one of values) if (before(one)) expect([one, after(one)]).toEqual([one, true]);
      },
    ),
    { numRuns: 60 },
  );
  expect(fine).toBeGreaterThan(0);
});

/** OpenAPI's `nullable`, which JSON schema has not. */
function withNull(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(withNull);
  if (typeof schema !== 'object' || schema === null) return schema;
  const { nullable, ...rest } = Object.fromEntries(
    Object.entries(schema)
      // Without a minimum it means nothing, and JSON schema does not allow it.
      .filter(([name]) => name !== 'exclusiveMinimum' || 'minimum' in schema)
      .map(([name, one]) => [name, withNull(one)]),
  );
  return nullable === true ? { anyOf: [{ type: 'null' }, rest] } : (rest as Json);
}
