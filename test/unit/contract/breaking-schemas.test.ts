import type { Json } from '../../../services/contract/breaking/side';
import { components, type Document, found, readers } from './changed-api';

describe('schemas', () => {
  test.each<[string, Json | undefined, Json | undefined, string]>([
    ['type', 'number', 'integer', 'breaking'],
    ['type', 'integer', 'number', 'compatible'],
    ['type', 'string', 'boolean', 'breaking'],
    ['type', undefined, 'string', 'breaking'],
    ['type', 'string', undefined, 'compatible'],
    ['format', 'uuid', 'date-time', 'breaking'],
    ['format', 'uuid', undefined, 'compatible'],
    ['pattern', '^a', undefined, 'compatible'],
    ['pattern', '^a', '^ab', 'unjudged'],
    ['enum', ['a', 'b'], ['b'], 'breaking'],
    ['enum', ['a'], ['b', 'a'], 'compatible'],
    ['enum', ['a', 'b'], ['b', 'c'], 'breaking'],
    ['enum', ['a', { b: 1 }], [{ b: 1 }, 'a'], ''],
    ['enum', ['a'], undefined, 'compatible'],
    ['nullable', true, undefined, 'breaking'],
    ['nullable', false, undefined, ''],
    ['uniqueItems', undefined, true, 'breaking'],
    ['uniqueItems', true, false, 'compatible'],
    ['exclusiveMinimum', false, true, 'breaking'],
    ['exclusiveMaximum', true, undefined, 'compatible'],
    ['exclusiveMaximum', true, 3, 'unjudged'],
    ['multipleOf', 2, 4, 'breaking'],
    ['multipleOf', 4, 2, 'compatible'],
    ['multipleOf', 2, 3, 'breaking'],
    ['multipleOf', 2, undefined, 'compatible'],
    ['minimum', undefined, 0, 'breaking'],
    ['maximum', 3, undefined, 'compatible'],
    ['maximum', 3, '4', 'unjudged'],
    ['minLength', undefined, 0, ''],
    ['maxLength', 3, 2, 'breaking'],
    ['minItems', 1, 0, 'compatible'],
    ['maxItems', 1, 0, 'breaking'],
    ['minProperties', 1, 2, 'breaking'],
    ['maxProperties', 1, 2, 'compatible'],
    ['items', undefined, { type: 'string' }, 'breaking'],
    ['items', { type: 'string' }, undefined, 'compatible'],
    ['items', { type: 'string' }, { type: 'number' }, 'breaking'],
    ['additionalProperties', { type: 'string' }, true, 'compatible'],
    ['additionalProperties', { type: 'string' }, { type: 'number' }, 'breaking'],
    ['additionalProperties', false, { type: 'number' }, 'compatible'],
    ['default', undefined, 1, 'unjudged'],
    ['readOnly', undefined, true, 'unjudged'],
    ['title', 'One', 'Two', ''],
  ])('%s from %j to %j, where a client sends it: %s', (keyword, was, is, expected) => {
    const put = (value: Json | undefined) => (changed: Document) => {
      const { schema } = changed.paths['/items'].get.parameters[1];
      delete schema[keyword];
      if (value !== undefined) schema[keyword] = value;
    };
    const verdicts = found(put(is), put(was)).map((change) => change.split(' ')[0]);
    expect(verdicts.join()).toBe(expected);
  });

  test('one that holds itself is compared to its end', () => {
    const tree = ({ components }: Document) => {
      components.schemas.Item.properties.parts = {
        type: 'array',
        items: { $ref: '#/components/schemas/Item' },
      };
    };
    const change = ({ components }: Document) => {
      components.schemas.Item.properties.parts.maxItems = 3;
    };
    expect(found(change, tree)).toEqual([
      `compatible ${components}/Item/properties/parts/maxItems [${readers}] \`parts\` of \`Item\` in the answer is now limited to at most 3 elements, before it was not.`,
    ]);
  });

  test('what a keyword that is not understood refers to is looked at, too', () => {
    const either = ({ components }: Document) => {
      components.schemas.Name = { type: 'string' };
      components.schemas.NewItem.properties.name = { anyOf: [{ $ref: '#/components/schemas/Name' }] };
    };
    const change = ({ components }: Document) => {
      components.schemas.Name.maxLength = 1;
    };
    expect(found(change, either)).toEqual([
      expect.stringMatching(/^unjudged .*\/name\/anyOf \[POST \/items\]/),
    ]);
  });
});
