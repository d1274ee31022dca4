import { resolveTemplate } from '../../../infra/local-cloud/assembly/intrinsics';

const scope = { stackName: 'shop', account: '111122223333', region: 'eu-west-1' };

/** The value that a property has once it is resolved. */
function resolved(value: unknown, more: Record<string, unknown> = {}) {
  const Resources = {
    Table: { Type: 'AWS::DynamoDB::Table', Properties: { TableName: 'things' } },
    Function: { Type: 'AWS::Lambda::Function', Properties: { value } },
    Api: { Type: 'AWS::ApiGateway::RestApi', Properties: {} },
  };
  const source = { Resources, ...more } as Parameters<typeof resolveTemplate>[0];
  return resolveTemplate(source, scope).Resources.Function?.Properties.value;
}

test.each([
  [{ Ref: 'AWS::Region' }, 'eu-west-1'],
  [{ Ref: 'AWS::AccountId' }, '111122223333'],
  [{ Ref: 'Table' }, 'things'],
  [{ Ref: 'Function' }, 'shop-Function'],
  [{ 'Fn::GetAtt': ['Table', 'Arn'] }, 'arn:aws:dynamodb:eu-west-1:111122223333:table/things'],
  [{ 'Fn::GetAtt': 'Function.Arn' }, 'arn:aws:lambda:eu-west-1:111122223333:function:shop-Function'],
  [{ 'Fn::Join': ['-', ['a', { Ref: 'Table' }]] }, 'a-things'],
  [{ 'Fn::Select': [1, { 'Fn::Split': ['/', 'a/b/c'] }] }, 'b'],
  [
    { 'Fn::Sub': '${AWS::Region}/${Table}/${Table.Arn}/${!kept}' },
    'eu-west-1/things/arn:aws:dynamodb:eu-west-1:111122223333:table/things/${kept}',
  ],
  [{ 'Fn::Sub': ['${own}', { own: { Ref: 'Table' } }] }, 'things'],
  [{ a: [{ b: { Ref: 'Table' } }] }, { a: [{ b: 'things' }] }],
  [{ a: { Ref: 'AWS::NoValue' }, b: [1, { Ref: 'AWS::NoValue' }] }, { b: [1] }],
])('%j is %j', (value, expected) => {
  expect(resolved(value)).toEqual(expected);
});

test('conditions choose values and resources', () => {
  const Conditions = {
    Here: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] },
    There: { 'Fn::Not': [{ Condition: 'Here' }] },
    Both: { 'Fn::And': [{ Condition: 'Here' }, { Condition: 'There' }] },
    Either: { 'Fn::Or': [{ Condition: 'Here' }, { Condition: 'There' }] },
  };
  expect(resolved({ 'Fn::If': ['Here', 'yes', 'no'] }, { Conditions })).toBe('yes');
  expect(resolved({ 'Fn::If': ['Both', 'yes', 'no'] }, { Conditions })).toBe('no');
  expect(resolved({ 'Fn::If': ['Either', 'yes', 'no'] }, { Conditions })).toBe('yes');
  const Resources = {
    Gone: { Type: 'AWS::SNS::Topic', Condition: 'There' },
    Kept: { Type: 'AWS::SNS::Topic' },
  };
  expect(Object.keys(resolveTemplate({ Conditions, Resources }, scope).Resources)).toEqual(['Kept']);
});

test('a parameter is its default', () => {
  expect(resolved({ Ref: 'Size' }, { Parameters: { Size: { Default: 'small' } } })).toBe('small');
});

test('an API has an id as API Gateway gives them, the same every time', () => {
  expect(resolved({ Ref: 'Api' })).toMatch(/^[a-z0-9]{10}$/);
  expect(resolved({ Ref: 'Api' })).toBe(resolved({ Ref: 'Api' }));
});

test('a function that is not known is named, with its place', () => {
  expect(() => resolved({ a: { 'Fn::ImportValue': 'x' } })).toThrow(
    'Fn::ImportValue, used at Function.value.a, is not supported by the local cloud.',
  );
});

test('a reference into nowhere is named', () => {
  expect(() => resolved({ Ref: 'Nowhere' })).toThrow('The template refers to Nowhere, which is not in it.');
});
