import { copy, type Document, document, found, item, items } from './changed-api';

describe('the answers of a route', () => {
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
        responses[403] = {};
      },
      [`compatible ${item}/get/responses/403 [GET /items/{id}] it can now answer 403.`],
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
        content['application/json'].schema = copy(document.components.schemas.Item);
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
