import { send } from './support/client';
import { run } from './support/running-api';
import { mock } from './support/template';

/** An API with one mock, on every method of `/items/{id}`. */
function apiWith(integration: object) {
  return run({ routes: { '/items/{id}': { ANY: { Integration: { Type: 'MOCK', ...integration } } } } });
}

const internalError = { status: 500, body: '{"message":"Internal server error"}' };
const status = (code: number) => ({ 'application/json': `{"statusCode": ${code}}` });

test('a mock answers what its templates say, and no function is invoked', async () => {
  const { port, events } = await run({ routes: { '/items': { DELETE: mock(405, '{"status":405}') } } });
  const reply = await send(port, '/dev/items', { method: 'DELETE' });
  expect(reply).toMatchObject({ status: 405, body: '{"status":405}' });
  expect(reply.headers['content-type']).toBe('application/json');
  expect(events).toEqual([]);
});

test('both ids are on a mock answer, X-Amzn-Trace-Id is not', async () => {
  const { port } = await run({ routes: { '/items': { GET: mock(200, '') } } });
  const { headers } = await send(port, '/dev/items');
  expect(headers['x-amzn-requestid']).toBeDefined();
  expect(headers['x-amz-apigw-id']).toBeDefined();
  expect(headers).not.toHaveProperty('x-amzn-trace-id');
});

test('the integration status selects the response, by the whole of its pattern', async () => {
  const { port } = await apiWith({
    RequestTemplates: { 'application/json': '{"statusCode": $input.params("id")}' },
    IntegrationResponses: [
      { StatusCode: '404', SelectionPattern: '4\\d{2}', ResponseTemplates: { 'application/json': 'four' } },
      { StatusCode: '500', SelectionPattern: '5', ResponseTemplates: { 'application/json': 'five' } },
      { StatusCode: '200', ResponseTemplates: { 'application/json': 'default' } },
    ],
  });
  expect(await send(port, '/dev/items/422')).toMatchObject({ status: 404, body: 'four' });
  expect(await send(port, '/dev/items/500')).toMatchObject({ status: 200, body: 'default' });
});

test('no response for the status answers 500', async () => {
  const { port } = await apiWith({
    RequestTemplates: status(200),
    IntegrationResponses: [{ StatusCode: '404', SelectionPattern: '404' }],
  });
  expect(await send(port, '/dev/items/1')).toMatchObject(internalError);
});

test.each(['{}', '', 'hello', '{"statusCode":"200"}', 'null'])(
  'a request template that renders %j names no status and answers 500',
  async (text) => {
    const { port } = await apiWith({
      RequestTemplates: { 'application/json': text },
      IntegrationResponses: [{ StatusCode: '200' }],
    });
    expect(await send(port, '/dev/items/1')).toMatchObject(internalError);
  },
);

test('the status may be written without quotes, as the CDK does', async () => {
  const { port } = await apiWith({
    RequestTemplates: { 'application/json': '{ statusCode: 200 }' },
    IntegrationResponses: [{ StatusCode: '204' }],
  });
  expect(await send(port, '/dev/items/1', { method: 'OPTIONS' })).toMatchObject({ status: 204, body: '' });
});

test('NEVER answers 415 to a content type without template', async () => {
  const { port } = await apiWith({
    PassthroughBehavior: 'NEVER',
    RequestTemplates: status(200),
    IntegrationResponses: [{ StatusCode: '200' }],
  });
  const reply = await send(port, '/dev/items/1', { headers: { 'Content-Type': 'text/plain' } });
  expect(reply).toMatchObject({ status: 415, body: '{"message":"Unsupported Media Type"}' });
  expect(
    (await send(port, '/dev/items/1', { headers: { 'Content-Type': 'application/json; charset=utf-8' } }))
      .status,
  ).toBe(200);
  expect((await send(port, '/dev/items/1')).status).toBe(200);
});

test('WHEN_NO_TEMPLATES answers 415 only when there are templates', async () => {
  const withTemplates = await apiWith({
    PassthroughBehavior: 'WHEN_NO_TEMPLATES',
    RequestTemplates: status(200),
    IntegrationResponses: [{ StatusCode: '200' }],
  });
  const headers = { 'Content-Type': 'text/plain' };
  expect((await send(withTemplates.port, '/dev/items/1', { headers })).status).toBe(415);
  const without = await apiWith({
    PassthroughBehavior: 'WHEN_NO_TEMPLATES',
    IntegrationResponses: [{ StatusCode: '200' }],
  });
  const body = '{"statusCode":200}';
  expect((await send(without.port, '/dev/items/1', { method: 'POST', headers, body })).status).toBe(200);
});

test('WHEN_NO_MATCH, the default, takes the body for the template', async () => {
  const { port } = await apiWith({
    RequestTemplates: status(200),
    IntegrationResponses: [{ StatusCode: '200' }, { StatusCode: '404', SelectionPattern: '404' }],
  });
  const headers = { 'Content-Type': 'text/plain' };
  const post = (body: string) => send(port, '/dev/items/1', { method: 'POST', headers, body });
  expect((await post('{"statusCode":404}')).status).toBe(404);
  expect(await post('hello')).toMatchObject(internalError);
});

test('$default catches every content type', async () => {
  const { port } = await apiWith({
    PassthroughBehavior: 'NEVER',
    RequestTemplates: { $default: '{"statusCode":200}' },
    IntegrationResponses: [{ StatusCode: '200' }],
  });
  expect((await send(port, '/dev/items/1', { headers: { 'Content-Type': 'a/b' } })).status).toBe(200);
});

test('response headers are mapped from text, request, context and stage', async () => {
  const { port } = await run({
    stage: { Variables: { color: 'blue' } },
    routes: {
      '/items/{id}': {
        GET: {
          Integration: {
            Type: 'MOCK',
            RequestTemplates: status(200),
            IntegrationResponses: [
              {
                StatusCode: '200',
                ResponseParameters: {
                  'method.response.header.Allow': "'GET, PUT'",
                  'method.response.header.Content-Type': "'application/problem+json'",
                  'method.response.header.X-Id': 'method.request.path.id',
                  'method.response.header.X-Path': 'context.resourcePath',
                  'method.response.header.X-Ip': 'context.identity.sourceIp',
                  'method.response.header.X-Color': 'stageVariables.color',
                  'method.response.header.X-None': 'context.nothing.here',
                },
              },
            ],
          },
        },
      },
    },
  });
  const { headers } = await send(port, '/dev/items/7');
  expect(headers).toMatchObject({
    allow: 'GET, PUT',
    'content-type': 'application/problem+json',
    'x-id': '7',
    'x-path': '/items/{id}',
    'x-ip': '127.0.0.1',
    'x-color': 'blue',
  });
  expect(headers).not.toHaveProperty('x-none');
});

test('templates see $input, $context, $stageVariables and $util', async () => {
  const template = [
    '{"id":"$input.params(\'id\')","q":"$input.params().querystring.q","none":"$input.params(\'none\')",',
    '"method":"$context.httpMethod","request":"$context.requestId",',
    '"escaped":"$util.escapeJavaScript($input.params(\'q\'))","url":"$util.urlEncode(\'a b/c\')"}',
  ].join('');
  const { port } = await apiWith({
    RequestTemplates: status(200),
    IntegrationResponses: [{ StatusCode: '200', ResponseTemplates: { 'application/json': template } }],
  });
  const reply = await send(port, '/dev/items/7?q=%22x%22');
  const id = reply.headers['x-amzn-requestid'];
  expect(reply.body).toBe(
    `{"id":"7","q":""x"","none":"","method":"GET","request":"${id}","escaped":"\\"x\\"","url":"a+b%2Fc"}`,
  );
});

test('a request template reads the body', async () => {
  const { port } = await apiWith({
    RequestTemplates: {
      'application/json': '#set($code = $input.path("$.want[0].code")){"statusCode": $code}',
    },
    IntegrationResponses: [{ StatusCode: '200' }, { StatusCode: '418', SelectionPattern: '418' }],
  });
  const post = (body: string) => send(port, '/dev/items/1', { method: 'POST', body });
  expect((await post('{"want":[{"code":418}]}')).status).toBe(418);
  expect((await post('not json')).status).toBe(500);
});

test('responseOverride changes status and headers', async () => {
  const template =
    '#set($context.responseOverride.status = 409)#set($context.responseOverride.header.x-kind = "own")#set($context.responseOverride.header.Allow = "PUT")gone';
  const { port } = await apiWith({
    RequestTemplates: status(200),
    IntegrationResponses: [
      {
        StatusCode: '200',
        ResponseParameters: { 'method.response.header.allow': "'GET'" },
        ResponseTemplates: { 'application/json': template },
      },
    ],
  });
  const reply = await send(port, '/dev/items/1');
  expect(reply).toMatchObject({ status: 409, body: 'gone' });
  expect(reply.headers).toMatchObject({ 'x-kind': 'own', allow: 'PUT' });
});

test('the response template of the accepted type is chosen, else JSON', async () => {
  const { port } = await apiWith({
    RequestTemplates: status(200),
    IntegrationResponses: [
      { StatusCode: '200', ResponseTemplates: { 'text/plain': 'plain', 'application/json': '"json"' } },
    ],
  });
  const plain = await send(port, '/dev/items/1', { headers: { Accept: 'text/plain' } });
  expect(plain.body).toBe('plain');
  expect(plain.headers['content-type']).toBe('text/plain');
  expect((await send(port, '/dev/items/1', { headers: { Accept: 'image/png' } })).body).toBe('"json"');
});

test('a template that is not Velocity is named, and its method answers 500', async () => {
  const { port, api } = await apiWith({ RequestTemplates: { 'application/json': '#if(' } });
  expect(api.unsupported).toEqual([
    expect.stringMatching(/ANY: a mapping template is not valid Velocity .*answers 500$/),
  ]);
  expect(await send(port, '/dev/items/1')).toMatchObject(internalError);
});
