import { createRestApi } from '../../../infra/local-cloud/rest-api/rest-api';
import { send } from './support/client';
import { createApiInTest, run } from './support/running-api';
import {
  ACCOUNT,
  API_ID,
  functionIntegration,
  permission,
  physicalIdOf,
  REGION,
  template,
} from './support/template';

const internalError = { status: 500, body: '{"message":"Internal server error"}' };
const Integration = functionIntegration();

test.each<[string, object, RegExp]>([
  ['AWS_IAM', { Integration, AuthorizationType: 'AWS_IAM' }, /authorization type AWS_IAM is not run/],
  [
    'a custom authorizer',
    { Integration, AuthorizationType: 'CUSTOM', AuthorizerId: 'a' },
    /type CUSTOM is not run/,
  ],
  ['an API key', { Integration, ApiKeyRequired: true }, /API keys are not run/],
  ['an HTTP integration', { Integration: { Type: 'HTTP_PROXY', Uri: 'https://x' } }, /HTTP_PROXY is not run/],
  ['an AWS integration', { Integration: { ...Integration, Type: 'AWS' } }, /integration type AWS is not run/],
  ['no integration', {}, /integration type none is not run/],
  [
    'a proxy that is no Lambda',
    { Integration: { ...Integration, Uri: 'arn:aws:apigateway:x:sqs:path/q' } },
    /not a Lambda/,
  ],
  [
    'a GET proxy',
    { Integration: { ...Integration, IntegrationHttpMethod: 'GET' } },
    /IntegrationHttpMethod POST/,
  ],
])('a method with %s is named and answers 500', async (_, GET, name) => {
  const { port, api, events } = await run({ routes: { '/items': { GET } } });
  expect(api.unsupported).toEqual(expect.arrayContaining([expect.stringMatching(name)]));
  expect(await send(port, '/dev/items')).toMatchObject(internalError);
  expect(events).toEqual([]);
});

test('an API with a resource policy lets nothing through', async () => {
  const { port, api } = await run({ routes: { '/items': { GET: 'function' } }, api: { Policy: {} } });
  expect(api.unsupported[0]).toMatch(/resource policy/);
  expect(await send(port, '/dev/items')).toMatchObject(internalError);
});

test('unknown resources and properties are named, and only those', async () => {
  const { api } = await run({
    routes: { '/items': { GET: 'function' } },
    api: { MinimumCompressionSize: 1 },
    stage: { CanarySetting: {}, MethodSettings: [{ CachingEnabled: true }] },
    extra: {
      Authorizer: { Type: 'AWS::ApiGateway::Authorizer', Properties: { Type: 'TOKEN' } },
      Key: { Type: 'AWS::ApiGateway::ApiKey', Properties: {} },
      Deployment: { Type: 'AWS::ApiGateway::Deployment', Properties: {} },
      Account: { Type: 'AWS::ApiGateway::Account', Properties: {} },
      Second: { Type: 'AWS::ApiGateway::Stage', Properties: { StageName: 'b' } },
      Wrong: { Type: 'AWS::ApiGateway::GatewayResponse', Properties: { ResponseType: 'NOPE' } },
      Body: {
        Type: 'AWS::ApiGateway::GatewayResponse',
        Properties: {
          ResponseType: 'DEFAULT_4XX',
          StatusCode: 'teapot',
          ResponseParameters: { 'gatewayresponse.header.X': 'method.request.body.name' },
        },
      },
      Table: { Type: 'AWS::DynamoDB::Table', Properties: {} },
    },
  });
  expect([...api.unsupported].sort()).toEqual([
    'Api: property MinimumCompressionSize has no effect here',
    'Authorizer: an authorizer of type TOKEN is not run',
    'Body: response parameter gatewayresponse.header.X = method.request.body.name is not mapped',
    'Body: status teapot is no HTTP status',
    'Key: AWS::ApiGateway::ApiKey is not run',
    'Second: a second stage of an API is not served',
    'Stage: property CanarySetting has no effect here',
    'Stage: responses are not cached',
    'Wrong: gateway response type NOPE is unknown',
  ]);
});

test('what runs in full leaves nothing to name', () => {
  const api = createApiInTest(
    { routes: { '/items/{id}': { ANY: 'function' } } },
    { events: [], traceIds: [], accesses: [] },
  );
  expect(api.unsupported).toEqual([]);
  expect(api.stagePath).toBe('/dev');
});

describe('the right to invoke', () => {
  const arn = `${API_ID}/dev/GET/items/*`;
  const withPermission = (source: string, more = {}) =>
    run({
      routes: { '/items/{id}': { GET: 'function' } },
      withoutPermission: true,
      extra: { Permission: permission(source, more) },
    });

  test('without a permission the method answers 500 as AWS does', async () => {
    const { port, api, accesses } = await run({
      routes: { '/items/{id}': { GET: 'function' } },
      withoutPermission: true,
    });
    expect(api.unsupported[0]).toMatch(/no AWS::Lambda::Permission lets this method invoke/);
    expect(await send(port, '/dev/items/1')).toMatchObject(internalError);
    expect(accesses[0]?.error).toMatch(/AWS::Lambda::Permission/);
  });

  test.each<[string, string, object]>([
    ['method and path', arn, {}],
    ['every stage', `${API_ID}/*/GET/items/*`, {}],
    ['every method', `${API_ID}/dev/*/items/*`, {}],
    ['the whole API', `${API_ID}/*`, {}],
    ['no source', '', { SourceArn: undefined }],
    ['the function by name', arn, { FunctionName: 'Items' }],
  ])('a permission for %s is enough', async (_, source, more) => {
    const { port } = await withPermission(source, more);
    expect((await send(port, '/dev/items/1')).status).toBe(200);
  });

  test.each<[string, string, object]>([
    ['another API', 'other/*', {}],
    ['another stage', `${API_ID}/test-invoke-stage/GET/items/*`, {}],
    ['another method', `${API_ID}/dev/POST/items/*`, {}],
    ['another path', `${API_ID}/dev/GET/things/*`, {}],
    ['another principal', arn, { Principal: 's3.amazonaws.com' }],
    ['another function', arn, { FunctionName: 'Other' }],
    ['another action', arn, { Action: 'lambda:GetFunction' }],
    ['another account', arn, { SourceAccount: '999999999999' }],
  ])('a permission for %s is not enough', async (_, source, more) => {
    const { port } = await withPermission(source, more);
    expect(await send(port, '/dev/items/1')).toMatchObject(internalError);
  });
});

describe('a template without what is asked for', () => {
  const input = {
    physicalIdOf,
    restApiLogicalId: 'Api',
    accountId: ACCOUNT,
    region: REGION,
    invokeByArn: () => undefined,
    tokenCheckByArn: () => undefined,
    onAccess: () => {},
  };

  test('an API that is not there is an error that names it', () => {
    const given = { ...input, template: template({ routes: {} }), restApiLogicalId: 'Stage' };
    expect(() => createRestApi(given)).toThrow(/^Stage is not an AWS::ApiGateway::RestApi/);
  });

  test('an API without a stage is an error', () => {
    const { Stage: _, ...Resources } = template({ routes: {} }).Resources;
    expect(() => createRestApi({ ...input, template: { Resources, Outputs: {} } })).toThrow(
      /has no AWS::ApiGateway::Stage/,
    );
  });
});
