import { components, type Document, found, readers } from './changed-api';

const without = (list: string[], name: string) => list.filter((one) => one !== name);

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
});
