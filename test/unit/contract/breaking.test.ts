import Ajv from 'ajv-draft-04';
import fastCheck from 'fast-check';
import { compareDocuments } from '../../../services/contract/breaking/compare';
import type { Json } from '../../../services/contract/breaking/side';
import openApi from '../../../services/openapi.json';

// biome-ignore lint/suspicious/noExplicitAny: the tests change whatever they like in it
type Document = any;

const document = openApi as Document;
const copy = (value: Json): Document => JSON.parse(JSON.stringify(value));

/** What a change of the document is found to be: verdict, pointer, routes and sentence. */
function found(change: (document: Document) => void, before: (document: Document) => void = () => {}) {
  const [was, is] = [copy(document), copy(document)];
  before(was);
  before(is);
  change(is);
  return compareDocuments(was, is).map(
    ({ verdict, pointer, routes, sentence }) => `${verdict} ${pointer} [${routes.join(', ')}] ${sentence}`,
  );
}

const all = 'GET /health, GET /items, POST /items, GET /items/{id}, DELETE /items/{id}, PATCH /items/{id}';
const readers = 'GET /items (200), POST /items (201), GET /items/{id} (200), PATCH /items/{id} (200)';
const items = '/paths/~1items';
const item = '/paths/~1items~1{id}';
const components = '/components/schemas';
const without = (list: string[], name: string) => list.filter((one) => one !== name);

test('the document is as it is', () => {
  expect(compareDocuments(document, document)).toEqual([]);
  expect(compareDocuments(document, copy(document))).toEqual([]);
});

describe('routes', () => {
  test.each<[string, (document: Document) => void, string[]]>([
    [
      'a path that is gone',
      ({ paths }) => delete paths['/health'],
      ['breaking /paths/~1health/get [GET /health] this route is not there any more.'],
    ],
    [
      'a method that is gone',
      ({ paths }) => delete paths['/items/{id}'].delete,
      [`breaking ${item}/delete [DELETE /items/{id}] this route is not there any more.`],
    ],
    [
      'a new route, with a schema of its own',
      (changed) => {
        changed.components.schemas.Note = { type: 'object' };
        const content = { 'application/json': { schema: { $ref: '#/components/schemas/Note' } } };
        changed.paths['/notes'] = { get: { responses: { 200: { description: '', content } } } };
      },
      ['compatible /paths/~1notes/get [GET /notes] this route is new.'],
    ],
    [
      'a path whose parameter has another name',
      ({ paths }) => {
        const { get } = paths['/items/{id}'];
        get.parameters[0].name = 'key';
        paths['/items/{key}'] = { ...paths['/items/{id}'], get };
        delete paths['/items/{id}'];
        delete paths['/items/{key}'].patch.parameters;
        delete paths['/items/{key}'].delete;
      },
      [
        'compatible /paths/~1items~1{key}/get/parameters/0/name [GET /items/{key}] the path parameter `id` is called `key` now; the address is the same.',
        `breaking ${item}/delete [DELETE /items/{key}] this route is not there any more.`,
        `breaking ${item}/patch/parameters/0 [PATCH /items/{key}] the path parameter \`id\` is not taken any more.`,
        `breaking ${item}/patch/parameters/1 [PATCH /items/{key}] the header \`If-Match\` is not taken any more.`,
      ],
    ],
    [
      'something of a path that is not understood',
      ({ paths }) => {
        paths['/items'].servers = [{ url: 'https://elsewhere.example.com' }];
      },
      [
        `unjudged ${items}/servers [/items] /items has a changed \`servers\`, which this comparison does not understand.`,
      ],
    ],
    [
      'something of a route that is not understood',
      ({ paths }) => {
        paths['/items'].get.callbacks = {};
      },
      [
        `unjudged ${items}/get/callbacks [GET /items] this route has a changed \`callbacks\`, which this comparison does not understand.`,
      ],
    ],
    [
      'something of the API that is not understood',
      (changed) => {
        changed.openapi = '3.1.0';
      },
      [
        'unjudged /openapi [every route] the API has a changed `openapi`, which this comparison does not understand.',
      ],
    ],
    [
      'a schema that is used nowhere',
      ({ components }) => {
        components.schemas.Unused = { type: 'string' };
      },
      [`compatible ${components}/Unused [no route] \`Unused\` has changed, which no route refers to.`],
    ],
    [
      'nothing but words',
      ({ info, tags, paths, components }) => {
        info.version = '9.9.9';
        tags[0].description = 'Other words.';
        Object.assign(paths['/items'].get, {
          summary: 'Other',
          description: 'Other',
          operationId: 'other',
          tags: [],
        });
        paths['/items'].get.responses[200].description = 'Other';
        paths['/items'].post.requestBody.content['application/json'].example = {};
        paths['/items'].get.parameters[0].description = 'Other';
        components.schemas.Item.description = 'Other';
        components.schemas.Item.properties.name.example = 'Other';
      },
      [],
    ],
  ])('%s', (_, change, expected) => {
    expect(found(change)).toEqual(expected);
  });
});

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

describe('what a client sends', () => {
  const body = `${components}/NewItem`;
  test.each<[string, (schema: Document) => void, string[]]>([
    [
      'a new member that is needed',
      ({ properties, required }) => {
        properties.kind = { type: 'string' };
        required.push('kind');
      },
      [
        `breaking ${body}/properties/kind [POST /items] \`kind\` of \`NewItem\` in the body has to be sent now.`,
      ],
    ],
    [
      'a new member that is not',
      ({ properties }) => {
        properties.kind = { type: 'string' };
      },
      [
        `compatible ${body}/properties/kind [POST /items] \`kind\` of \`NewItem\` in the body is new, and can be left out.`,
      ],
    ],
    [
      'a member that is gone',
      (schema) => {
        delete schema.properties.data;
        schema.required = ['name'];
      },
      [
        `breaking ${body}/properties/data [POST /items] \`data\` of \`NewItem\` in the body is not taken any more.`,
      ],
    ],
    [
      'a member that can be left out',
      (schema) => {
        schema.required = ['name'];
      },
      [
        `compatible ${body}/properties/data [POST /items] \`data\` of \`NewItem\` in the body can now be left out.`,
      ],
    ],
    [
      'a member that is needed',
      ({ required }) => required.push('other'),
      [
        `breaking ${body}/properties/other [POST /items] \`other\` of \`NewItem\` in the body has to be sent now.`,
      ],
    ],
    [
      'a shorter text',
      ({ properties }) => {
        properties.name.maxLength = 60;
      },
      [
        `breaking ${body}/properties/name/maxLength [POST /items] \`name\` of \`NewItem\` in the body is now limited to at most 60 characters, before to at most 120 characters.`,
      ],
    ],
    [
      'a longer text',
      ({ properties }) => delete properties.name.maxLength,
      [
        `compatible ${body}/properties/name/maxLength [POST /items] \`name\` of \`NewItem\` in the body is no longer limited to at most 120 characters.`,
      ],
    ],
    [
      'a pattern',
      ({ properties }) => {
        properties.name.pattern = '^a';
      },
      [
        `breaking ${body}/properties/name/pattern [POST /items] \`name\` of \`NewItem\` in the body now has to match ^a, before it could be any text.`,
      ],
    ],
    [
      'a format',
      ({ properties }) => {
        properties.name.format = 'uuid';
      },
      [
        `breaking ${body}/properties/name/format [POST /items] \`name\` of \`NewItem\` in the body is now of the format uuid, before of any format.`,
      ],
    ],
    [
      'null',
      ({ properties }) => {
        properties.name.nullable = true;
      },
      [
        `compatible ${body}/properties/name/nullable [POST /items] \`name\` of \`NewItem\` in the body can now be null.`,
      ],
    ],
    [
      'no other members',
      ({ properties }) => {
        properties.data.additionalProperties = false;
      },
      [
        `breaking ${body}/properties/data/additionalProperties [POST /items] \`data\` of \`NewItem\` in the body no longer takes members beside those that are listed.`,
      ],
    ],
    [
      'other members of one kind',
      ({ properties }) => {
        properties.data.additionalProperties = { type: 'string' };
      },
      [
        `breaking ${body}/properties/data/additionalProperties [POST /items] \`data\` of \`NewItem\` in the body can now have other members of one kind only.`,
      ],
    ],
    [
      'any other member',
      (schema) => delete schema.additionalProperties,
      [
        `compatible ${body}/additionalProperties [POST /items] \`NewItem\` in the body can now have members beside those that are listed.`,
      ],
    ],
    [
      'a description of what was free',
      ({ properties }) => {
        properties.data.properties = { colour: { type: 'string' } };
      },
      [
        `unjudged ${body}/properties/data/properties/colour [POST /items] \`data.colour\` of \`NewItem\` in the body is described now; before, it could be sent as anything.`,
      ],
    ],
    [
      'a keyword that is not understood',
      (schema) => {
        schema.properties.name = { oneOf: [{ type: 'string' }, { type: 'number' }] };
      },
      [
        `compatible ${body}/properties/name/type [POST /items] \`name\` of \`NewItem\` in the body is now anything, before a string.`,
        `compatible ${body}/properties/name/minLength [POST /items] \`name\` of \`NewItem\` in the body is no longer limited to at least 1 character.`,
        `compatible ${body}/properties/name/maxLength [POST /items] \`name\` of \`NewItem\` in the body is no longer limited to at most 120 characters.`,
        `unjudged ${body}/properties/name/oneOf [POST /items] \`name\` of \`NewItem\` in the body has a changed \`oneOf\`, which this comparison does not understand.`,
      ],
    ],
  ])('%s', (_, change, expected) => {
    expect(found(({ components }) => change(components.schemas.NewItem))).toEqual(expected);
  });

  test.each<[string, (operation: Document) => void, string[]]>([
    [
      'a content type that is gone',
      ({ requestBody }) => delete requestBody.content['application/json'],
      [
        `breaking ${item}/patch/requestBody/content/application~1json [PATCH /items/{id}] the body is no longer taken as application/json.`,
      ],
    ],
    [
      'a content type that is new',
      ({ requestBody }) => {
        requestBody.content['text/plain'] = { schema: { type: 'string' } };
      },
      [
        `compatible ${item}/patch/requestBody/content/text~1plain [PATCH /items/{id}] the body can now be taken as text/plain.`,
      ],
    ],
    [
      'no body',
      (operation) => delete operation.requestBody,
      [`breaking ${item}/patch/requestBody [PATCH /items/{id}] the body is not taken any more.`],
    ],
    [
      'a body that can be left out',
      ({ requestBody }) => {
        requestBody.required = false;
      },
      [`compatible ${item}/patch/requestBody/required [PATCH /items/{id}] the body can now be left out.`],
    ],
  ])('%s', (_, change, expected) => {
    expect(found(({ paths }) => change(paths['/items/{id}'].patch))).toEqual(expected);
  });

  test.each<[boolean, string]>([
    [true, 'breaking'],
    [false, 'compatible'],
  ])('a new body, required: %s', (required, verdict) => {
    const [change = '', ...more] = found(({ paths }) => {
      paths['/items'].get.requestBody = { required, content: {} };
    });
    expect(change).toMatch(new RegExp(`^${verdict} .*/get/requestBody \\[GET /items\\] the body`));
    expect(more).toEqual([]);
  });
});

describe('what a client gets', () => {
  const at = `${components}/Item`;
  test.each<[string, (schema: Document) => void, string[]]>([
    [
      'a member that is gone',
      (schema) => {
        delete schema.properties.version;
        schema.required = without(schema.required, 'version');
      },
      [
        `breaking ${at}/properties/version [${readers}] \`version\` of \`Item\` in the answer is not there any more.`,
      ],
    ],
    [
      'a member that is not always there',
      (schema) => {
        schema.required = without(schema.required, 'version');
      },
      [
        `breaking ${at}/properties/version [${readers}] \`version\` of \`Item\` in the answer is no longer always there.`,
      ],
    ],
    [
      'a new member',
      (schema) => {
        schema.properties.colour = { type: 'string' };
        schema.required.push('colour');
      },
      [
        `compatible ${at}/properties/colour [${readers}] \`colour\` of \`Item\` in the answer is new; clients do not look at it.`,
      ],
    ],
    [
      'another type',
      ({ properties }) => {
        properties.version.type = 'string';
      },
      [
        `breaking ${at}/properties/version/type [${readers}] \`version\` of \`Item\` in the answer is now a string, before an integer.`,
      ],
    ],
    [
      'a wider type',
      ({ properties }) => {
        properties.version.type = 'number';
      },
      [
        `breaking ${at}/properties/version/type [${readers}] \`version\` of \`Item\` in the answer is now a number, before an integer.`,
      ],
    ],
    [
      'a longer text',
      ({ properties }) => {
        properties.name.maxLength = 200;
      },
      [
        `breaking ${at}/properties/name/maxLength [${readers}] \`name\` of \`Item\` in the answer is now limited to at most 200 characters, before to at most 120 characters.`,
      ],
    ],
    [
      'a shorter text',
      ({ properties }) => {
        properties.name.maxLength = 60;
      },
      [
        `compatible ${at}/properties/name/maxLength [${readers}] \`name\` of \`Item\` in the answer is now limited to at most 60 characters, before to at most 120 characters.`,
      ],
    ],
    [
      'null',
      ({ properties }) => {
        properties.name.nullable = true;
      },
      [
        `breaking ${at}/properties/name/nullable [${readers}] \`name\` of \`Item\` in the answer can now be null.`,
      ],
    ],
    [
      'no format',
      ({ properties }) => delete properties.createdAt.format,
      [
        `breaking ${at}/properties/createdAt/format [${readers}] \`createdAt\` of \`Item\` in the answer is now of any format, before of the format date-time.`,
      ],
    ],
    [
      'an open object that is closed',
      ({ properties }) => {
        properties.data.additionalProperties = false;
      },
      [
        `breaking ${at}/properties/data/additionalProperties [${readers}] \`data\` of \`Item\` in the answer no longer has members beside those that are listed.`,
      ],
    ],
    [
      'a closed object that is opened',
      (schema) => delete schema.additionalProperties,
      [
        `compatible ${at}/additionalProperties [${readers}] \`Item\` in the answer can now have members beside those that are listed; clients do not look at them.`,
      ],
    ],
  ])('%s', (_, change, expected) => {
    expect(found(({ components }) => change(components.schemas.Item))).toEqual(expected);
  });

  test('a new value, for one that only knows the old ones', () => {
    expect(found(({ components }) => components.schemas.Health.properties.status.enum.push('ill'))).toEqual([
      `breaking ${components}/Health/properties/status/enum [GET /health (200)] \`status\` of \`Health\` in the answer can now be "ill" as well.`,
    ]);
  });

  test('a change of the problem is one of every route', () => {
    const change = ({ components }: Document) =>
      delete components.schemas.Problem.properties.errors.items.properties.in;
    const [problem = '', ...others] = found(change);
    expect(problem).toMatch(
      /^breaking .*\/in \[GET \/health \(413 and 5 more\), .*`errors\[\]\.in` of `Problem`/,
    );
    expect(problem.match(/(GET|POST|PATCH|DELETE) \//g)).toHaveLength(6);
    expect(others).toEqual([]);
  });

  test.each<[string, (responses: Document) => void, string[]]>([
    [
      'a success that is gone',
      (responses) => delete responses[304],
      [`breaking ${item}/get/responses/304 [GET /items/{id}] it no longer answers 304.`],
    ],
    [
      'a failure that is gone',
      (responses) => delete responses[404],
      [`compatible ${item}/get/responses/404 [GET /items/{id}] it no longer answers 404.`],
    ],
    [
      'a success that is new',
      (responses) => {
        responses[202] = {};
      },
      [`breaking ${item}/get/responses/202 [GET /items/{id}] it can now answer 202.`],
    ],
    [
      'a failure that is new',
      (responses) => {
        responses[401] = {};
      },
      [`compatible ${item}/get/responses/401 [GET /items/{id}] it can now answer 401.`],
    ],
    [
      'an answer to everything else',
      (responses) => {
        responses.default = {};
      },
      [`unjudged ${item}/get/responses/default [GET /items/{id}] it can now answer default.`],
    ],
    [
      'a header that is gone',
      (responses) => delete responses[200].headers,
      [
        `breaking ${item}/get/responses/200/headers/ETag [GET /items/{id} (200)] the header \`ETag\` is not there any more.`,
      ],
    ],
    [
      'a header that is new',
      (responses) => {
        responses[200].headers.Age = { schema: { type: 'string' } };
      },
      [`compatible ${item}/get/responses/200/headers/Age [GET /items/{id} (200)] the header \`Age\` is new.`],
    ],
    [
      'a header in other letters',
      ({ 200: { headers } }) => {
        headers.etag = headers.ETag;
        delete headers.ETag;
      },
      [],
    ],
    [
      'another content type',
      ({ 200: { content } }) => {
        content['application/hal+json'] = content['application/json'];
        delete content['application/json'];
      },
      [
        `breaking ${item}/get/responses/200/content/application~1json [GET /items/{id} (200)] the answer is no longer sent as application/json.`,
        `compatible ${item}/get/responses/200/content/application~1hal+json [GET /items/{id} (200)] the answer can now be sent as application/hal+json.`,
      ],
    ],
    [
      'the same schema in the place of the reference to it',
      ({ 200: { content } }) => {
        content['application/json'].schema = copy(openApi.components.schemas.Item);
      },
      [],
    ],
  ])('%s', (_, change, expected) => {
    expect(found(({ paths }) => change(paths['/items/{id}'].get.responses))).toEqual(expected);
  });
});

test('an answer that has to be asked for, by a condition, is new', () => {
  const change = ({ paths }: Document) => {
    paths['/items'].get.responses[304] = {};
  };
  expect(found(change)).toEqual([
    `compatible ${items}/get/responses/304 [GET /items] it can now answer 304.`,
  ]);
});

test('an answer to everything else is gone', () => {
  const answers = ({ paths }: Document) => {
    paths['/items'].get.responses.default = {};
  };
  expect(found(({ paths }) => delete paths['/items'].get.responses.default, answers)).toEqual([
    `unjudged ${items}/get/responses/default [GET /items] it no longer answers default.`,
  ]);
});

describe('signing in', () => {
  const signedIn = (changed: Document) => {
    changed.components.securitySchemes = { bearer: { type: 'http', scheme: 'bearer' } };
    changed.security = [{ bearer: ['read'] }];
  };

  test('is needed now', () => {
    expect(found(signedIn)).toEqual([
      `breaking /security [${all}] it can no longer be called without signing in, only with bearer read.`,
      expect.stringContaining('compatible /components/securitySchemes/bearer [no route]'),
    ]);
  });

  test.each<[string, (changed: Document) => void, string]>([
    [
      'for one route not any more',
      ({ paths }) => {
        paths['/health'].get.security = [];
      },
      'compatible /paths/~1health/get/security [GET /health] it can now be called without signing in, before with bearer read.',
    ],
    [
      'with one more scope',
      ({ security }) => security[0].bearer.push('write'),
      `breaking /security [${all}] it can no longer be called with bearer read, only with bearer read write.`,
    ],
    [
      'in one more way',
      ({ security }) => security.push({ key: [] }),
      `compatible /security [${all}] it can now be called with bearer read or with key, before with bearer read.`,
    ],
    [
      'in another way of the same name',
      ({ components }) => {
        components.securitySchemes.bearer.scheme = 'basic';
      },
      'unjudged /components/securitySchemes/bearer [no route] how to come with `bearer` has changed.',
    ],
  ])('%s', (_, change, expected) => {
    expect(found(change, signedIn)).toEqual([expected]);
  });
});

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

/** What has no meaning for a client, where a document has it as a keyword and not as the name of something. */
const words =
  /\/(description|summary|operationId|example|info)(\/|$)|^\/tags|\/(get|post|patch|delete)\/tags/;

test('whatever is taken away from the document is found, unless it was words or says what is so without it', () => {
  const silent: string[] = [];
  // One path stands for the others, which have the same parts.
  const { '/items/{id}': path } = document.paths;
  const part = { ...document, paths: { '/items/{id}': path } };
  for (const { pointer, value } of nodesOf(part)) {
    const isName = /\/properties\/[^/]+$/.test(pointer);
    if (words.test(pointer) && !isName) continue;
    if (compareDocuments(part, removed(part, pointer)).length > 0) continue;
    silent.push(`${pointer.split('/').at(-1)}: ${JSON.stringify(value)}`);
  }
  expect([...new Set(silent)].sort()).toEqual(['additionalProperties: true', 'required: false']);
});

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

function* nodesOf(node: Json, pointer = ''): Generator<{ pointer: string; value: Json }> {
  if (typeof node !== 'object' || node === null) return;
  for (const [name, value] of Object.entries(node)) {
    const at = `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    yield { pointer: at, value };
    yield* nodesOf(value, at);
  }
}

function removed(whole: Json, pointer: string): Json {
  const changed = copy(whole);
  const names = pointer
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
  const last = names.pop() ?? '';
  const parent = names.reduce((node, name) => node[name], changed);
  if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else delete parent[last];
  return changed;
}
