import { components, type Document, found, item } from './changed-api';

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
