import { compareDocuments } from '../../../services/contract/breaking/compare';
import type { Json } from '../../../services/contract/breaking/side';
import { components, copy, type Document, document, found, item, items } from './changed-api';

const all = 'GET /health, GET /items, POST /items, GET /items/{id}, DELETE /items/{id}, PATCH /items/{id}';

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

describe('signing in', () => {
  const open = (changed: Document) => {
    delete changed.security;
    delete changed.components.securitySchemes;
    delete changed.paths['/health'].get.security;
  };
  const signedIn = (changed: Document) => {
    open(changed);
    changed.components.securitySchemes = { bearer: { type: 'http', scheme: 'bearer' } };
    changed.security = [{ bearer: ['read'] }];
  };

  test('is needed now', () => {
    expect(found(signedIn, open)).toEqual([
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
