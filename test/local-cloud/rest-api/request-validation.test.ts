import { send } from './support/client';
import { run } from './support/running-api';
import { API_ID, functionIntegration } from './support/template';

const schema = {
  $schema: 'http://json-schema.org/draft-04/schema#',
  type: 'object',
  required: ['name'],
  properties: { name: { type: 'string', minLength: 1, pattern: '^[\\w\\-]+$' }, part: {} as object },
};
const model = (Schema: unknown, Name?: string) => ({
  Type: 'AWS::ApiGateway::Model',
  Properties: { ContentType: 'application/json', Schema, ...(Name ? { Name } : {}) },
});
const validator = (body: boolean, parameters: boolean) => ({
  Type: 'AWS::ApiGateway::RequestValidator',
  Properties: { ValidateRequestBody: body, ValidateRequestParameters: parameters },
});

function apiWith(method: object, extra = {}) {
  const POST = { Integration: functionIntegration(), RequestValidatorId: 'id-Validator', ...method };
  return run({
    routes: { '/items': { POST }, '/items/{id}': { POST } },
    extra: { Item: model(schema), Validator: validator(true, true), ...extra },
  });
}

const post = (port: number, body: string, headers: Record<string, string> = {}) =>
  send(port, '/dev/items', {
    method: 'POST',
    body,
    headers: { 'Content-Type': 'application/json', ...headers },
  });

const invalidBody = { status: 400, body: '{"message":"Invalid request body"}' };
const withModel = { RequestModels: { 'application/json': 'id-Item' } };

test('missing required parameters answer 400 with their names', async () => {
  const { port, events } = await apiWith({
    RequestParameters: {
      'method.request.querystring.page': true,
      'method.request.header.X-Tenant': true,
      'method.request.header.X-Other': false,
    },
  });
  const reply = await post(port, '{}');
  expect(reply).toMatchObject({
    status: 400,
    body: '{"message":"Missing required request parameters: [X-Tenant, page]"}',
  });
  expect(reply.headers['x-amzn-errortype']).toBe('BadRequestException');
  expect(events).toEqual([]);
});

test('a blank required parameter is missing', async () => {
  const { port } = await apiWith({ RequestParameters: { 'method.request.querystring.page': true } });
  const to = (path: string) => send(port, path, { method: 'POST' });
  expect((await to('/dev/items?page=%20')).status).toBe(400);
  expect((await to('/dev/items?page=')).status).toBe(400);
  expect((await to('/dev/items?page=1')).status).toBe(200);
});

test('a required header counts as it is spelt', async () => {
  const { port } = await apiWith({ RequestParameters: { 'method.request.header.X-Tenant': true } });
  expect((await post(port, '{}', { 'X-Tenant': 'a' })).status).toBe(200);
  expect((await post(port, '{}', { 'x-tenant': 'a' })).status).toBe(400);
});

test('a required path parameter of the route is there, another one is missing', async () => {
  const { port } = await apiWith({ RequestParameters: { 'method.request.path.id': true } });
  expect((await send(port, '/dev/items/1', { method: 'POST' })).status).toBe(200);
  expect((await post(port, '{}')).body).toBe('{"message":"Missing required request parameters: [id]"}');
});

test.each([
  ['{"name":"a"}', 200],
  ['{"name":""}', 400],
  ['{"name":1}', 400],
  ['{}', 400],
  ['[]', 400],
  ['null', 400],
  ['{"name":"a"', 400],
  ['not json', 400],
])('body %s against the model answers %s', async (body, status) => {
  const { port } = await apiWith(withModel);
  const reply = await post(port, body);
  expect(reply.status).toBe(status);
  if (status === 400) expect(reply).toMatchObject(invalidBody);
});

test('an empty body counts as {}', async () => {
  const { port } = await apiWith(withModel);
  expect(await post(port, '')).toMatchObject(invalidBody);
  const lax = await apiWith(withModel, { Item: model({ type: 'object' }) });
  expect((await post(lax.port, '')).status).toBe(200);
});

test('a content type without a model is not validated', async () => {
  const { port } = await apiWith(withModel);
  expect((await post(port, 'anything', { 'Content-Type': 'text/plain' })).status).toBe(200);
});

test('$default catches every content type', async () => {
  const { port } = await apiWith({ RequestModels: { $default: 'id-Item' } });
  expect(await post(port, 'anything', { 'Content-Type': 'text/plain' })).toMatchObject(invalidBody);
});

test('parameters of the content type and its absence make no difference', async () => {
  const { port } = await apiWith(withModel);
  expect(await post(port, '{}', { 'Content-Type': 'Application/JSON; charset=utf-8' })).toMatchObject(
    invalidBody,
  );
  const bare = await send(port, '/dev/items', { method: 'POST', body: '{}' });
  expect(bare).toMatchObject(invalidBody);
});

test('a model may refer to another, by its name or by its Ref', async () => {
  const address = (name: string) => `https://apigateway.amazonaws.com/restapis/${API_ID}/models/${name}`;
  const Item = model({
    ...schema,
    properties: { name: { $ref: address('Name') }, part: { $ref: address('id-Part') } },
  });
  const extra = { Item, NameModel: model({ type: 'string' }, 'Name'), Part: model({ type: 'integer' }) };
  const { port, api } = await apiWith(withModel, extra);
  expect(api.unsupported).toEqual([]);
  expect((await post(port, '{"name":"a","part":1}')).status).toBe(200);
  expect(await post(port, '{"name":1}')).toMatchObject(invalidBody);
  expect(await post(port, '{"name":"a","part":"x"}')).toMatchObject(invalidBody);
});

test('a schema given as JSON text is read, draft 4 booleans included', async () => {
  const Item = model(JSON.stringify({ type: 'integer', minimum: 3, exclusiveMinimum: true }));
  const { port } = await apiWith(withModel, { Item });
  expect((await post(port, '4')).status).toBe(200);
  expect(await post(port, '3')).toMatchObject(invalidBody);
});

test('a schema that cannot be compiled is named, and its method answers 500', async () => {
  const Item = model({ $ref: 'https://apigateway.amazonaws.com/restapis/x/models/Nowhere' });
  const { port, api } = await apiWith(withModel, { Item });
  expect(api.unsupported).toEqual([expect.stringMatching(/^model id-Item: .*Nowhere/)]);
  expect((await post(port, '{}')).status).toBe(500);
});

test('each half of a validator works alone', async () => {
  const both = { ...withModel, RequestParameters: { 'method.request.querystring.page': true } };
  const bodyOnly = await apiWith(both, { Validator: validator(true, false) });
  expect((await post(bodyOnly.port, '{"name":"a"}')).status).toBe(200);
  expect(await post(bodyOnly.port, '{}')).toMatchObject(invalidBody);
  const parametersOnly = await apiWith(both, { Validator: validator(false, true) });
  expect((await post(parametersOnly.port, '{}')).body).toContain('[page]');
});

test('without a validator nothing is validated', async () => {
  const { port } = await apiWith({ ...withModel, RequestValidatorId: undefined });
  expect((await post(port, 'x')).status).toBe(200);
});
