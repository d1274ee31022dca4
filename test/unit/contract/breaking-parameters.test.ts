import { type Document, found, item, items } from './changed-api';

describe('parameters', () => {
  const parameter = (name: string, place: string, required: boolean) => ({
    name,
    in: place,
    required,
    schema: { type: 'string' },
  });
  test.each<[string, (parameters: Document) => void, string[]]>([
    [
      'a new one that is needed',
      (list) => list.push(parameter('q', 'query', true)),
      [
        `breaking ${items}/get/parameters/2 [GET /items] the query parameter \`q\` has to be sent now, and is new.`,
      ],
    ],
    [
      'a new header that is needed',
      (list) => list.push(parameter('X-Key', 'header', true)),
      [
        `breaking ${items}/get/parameters/2 [GET /items] the header \`X-Key\` has to be sent now, and is new.`,
      ],
    ],
    [
      'a new one that is not',
      (list) => list.push(parameter('q', 'query', false)),
      [
        `compatible ${items}/get/parameters/2 [GET /items] the query parameter \`q\` is new, and can be left out.`,
      ],
    ],
    [
      'one that is gone',
      (list) => list.pop(),
      [
        `breaking ${items}/get/parameters/1 [GET /items] the query parameter \`cursor\` is not taken any more.`,
      ],
    ],
    [
      'one that has moved',
      ([limit]) => {
        limit.in = 'header';
      },
      [
        `breaking ${items}/get/parameters/0 [GET /items] the query parameter \`limit\` is not taken any more.`,
        `compatible ${items}/get/parameters/0 [GET /items] the header \`limit\` is new, and can be left out.`,
      ],
    ],
    ['another order', (list) => list.reverse(), []],
    [
      'one that is needed now',
      ([limit]) => {
        limit.required = true;
      },
      [
        `breaking ${items}/get/parameters/0/required [GET /items] the query parameter \`limit\` has to be sent now.`,
      ],
    ],
    [
      'a lower maximum',
      ([limit]) => {
        limit.schema.maximum = 50;
      },
      [
        `breaking ${items}/get/parameters/0/schema/maximum [GET /items] the query parameter \`limit\` is now limited to at most 50, before to at most 100.`,
      ],
    ],
    [
      'a lower minimum',
      ([limit]) => {
        limit.schema.minimum = 0;
      },
      [
        `compatible ${items}/get/parameters/0/schema/minimum [GET /items] the query parameter \`limit\` is now limited to at least 0, before to at least 1.`,
      ],
    ],
    [
      'another default',
      ([limit]) => {
        limit.schema.default = 10;
      },
      [
        `breaking ${items}/get/parameters/0/schema/default [GET /items] the query parameter \`limit\` is now 10 when left out, before 25.`,
      ],
    ],
    [
      'no default',
      ([limit]) => delete limit.schema.default,
      [
        `unjudged ${items}/get/parameters/0/schema/default [GET /items] the query parameter \`limit\` no longer says what it is when left out; before, 25.`,
      ],
    ],
    [
      'another type',
      ([, cursor]) => {
        cursor.schema.type = 'integer';
      },
      [
        `breaking ${items}/get/parameters/1/schema/type [GET /items] the query parameter \`cursor\` is now an integer, before a string.`,
      ],
    ],
    [
      'values to choose from',
      ([, cursor]) => {
        cursor.schema.enum = ['a', 'b'];
      },
      [
        `breaking ${items}/get/parameters/1/schema/enum [GET /items] the query parameter \`cursor\` can now only be "a", "b", before it could be anything.`,
      ],
    ],
    [
      'something that is not understood',
      ([limit]) => {
        limit.style = 'spaceDelimited';
      },
      [
        `unjudged ${items}/get/parameters/0/style [GET /items] the query parameter \`limit\` has a changed \`style\`, which this comparison does not understand.`,
      ],
    ],
  ])('%s', (_, change, expected) => {
    expect(found(({ paths }) => change(paths['/items'].get.parameters))).toEqual(expected);
  });

  test('those of a path are those of its routes, and headers are told apart without case', () => {
    const moved = found(({ paths }) => {
      const { get } = paths['/items/{id}'];
      paths['/items/{id}'].parameters = [get.parameters[0]];
      get.parameters = [{ ...get.parameters[1], name: 'if-none-match' }];
    });
    expect(moved).toEqual([]);
  });

  test('one that need not be sent any more', () => {
    const change = ({ paths }: Document) => {
      paths['/items/{id}'].patch.parameters[1].required = false;
    };
    expect(found(change)).toEqual([
      `compatible ${item}/patch/parameters/1/required [PATCH /items/{id}] the header \`If-Match\` can now be left out.`,
    ]);
  });
});
