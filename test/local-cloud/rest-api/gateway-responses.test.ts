import {
  DEFAULT_STATUSES,
  GatewayFailure,
  type GatewayResponseType,
} from '../../../infra/local-cloud/rest-api/gateway-failure';
import { send } from './support/client';
import { run } from './support/running-api';

const gatewayResponse = (ResponseType: string, more: object = {}) => ({
  Type: 'AWS::ApiGateway::GatewayResponse',
  Properties: { ResponseType, ...more },
});
const routes = { '/items/{id}': { GET: 'function' } } as const;
const failing = () => ({ outcome: 'failed', errorType: 'Error', errorMessage: 'boom' });

test('every documented type has its documented status', () => {
  expect(DEFAULT_STATUSES).toEqual({
    ACCESS_DENIED: 403,
    API_CONFIGURATION_ERROR: 500,
    AUTHORIZER_CONFIGURATION_ERROR: 500,
    AUTHORIZER_FAILURE: 500,
    BAD_REQUEST_BODY: 400,
    BAD_REQUEST_PARAMETERS: 400,
    DEFAULT_4XX: 400,
    DEFAULT_5XX: 500,
    EXPIRED_TOKEN: 403,
    INTEGRATION_FAILURE: 504,
    INTEGRATION_TIMEOUT: 504,
    INVALID_API_KEY: 403,
    INVALID_SIGNATURE: 403,
    MISSING_AUTHENTICATION_TOKEN: 403,
    QUOTA_EXCEEDED: 429,
    REQUEST_TOO_LARGE: 413,
    RESOURCE_NOT_FOUND: 404,
    THROTTLED: 429,
    UNAUTHORIZED: 401,
    UNSUPPORTED_MEDIA_TYPE: 415,
    WAF_FILTERED: 403,
  });
});

test.each(Object.keys(DEFAULT_STATUSES) as GatewayResponseType[])(
  'a response of type %s shapes a failure of that type',
  async (type) => {
    const body = `{"type":"$context.error.responseType"}`;
    const { api } = await run({
      routes,
      extra: {
        G: gatewayResponse(type, { StatusCode: '418', ResponseTemplates: { 'application/json': body } }),
      },
    });
    const answer = await api.refuse(new GatewayFailure(type, { message: 'm', errorType: 'E' }));
    expect(answer.status).toBe(418);
    expect(answer.body.toString()).toBe(`{"type":"${type}"}`);
  },
);

test('status, headers and body of a response are applied', async () => {
  const { port } = await run({
    routes,
    extra: {
      G: gatewayResponse('MISSING_AUTHENTICATION_TOKEN', {
        StatusCode: '404',
        ResponseParameters: {
          'gatewayresponse.header.Content-Type': "'application/problem+json'",
          'gatewayresponse.header.Access-Control-Allow-Origin': "'https://site.example'",
          'gatewayresponse.header.X-Origin': 'method.request.header.Origin',
          'gatewayresponse.header.X-Page': 'method.request.querystring.page',
          'gatewayresponse.header.X-Stage': 'context.stage',
          'gatewayresponse.header.X-Color': 'stageVariables.color',
          'gatewayresponse.header.X-Absent': 'method.request.header.Absent',
        },
        ResponseTemplates: {
          'application/json':
            '{"title":$context.error.messageString,"status":404,"requestId":"$context.requestId","path":"$context.path","m":"$method.request.header.Origin","v":"$stageVariables.color","none":"$context.nothing"}',
        },
      }),
    },
    stage: { Variables: { color: 'blue' } },
  });
  const reply = await send(port, '/dev/none?page=2', { headers: { Origin: 'https://o.example' } });
  expect(reply.status).toBe(404);
  expect(JSON.parse(reply.body)).toEqual({
    title: 'Missing Authentication Token',
    status: 404,
    requestId: reply.headers['x-amzn-requestid'],
    path: '/dev/none',
    m: 'https://o.example',
    v: 'blue',
    none: '',
  });
  expect(reply.headers).toMatchObject({
    'content-type': 'application/problem+json',
    'access-control-allow-origin': 'https://site.example',
    'x-origin': 'https://o.example',
    'x-page': '2',
    'x-stage': 'dev',
    'x-color': 'blue',
    'x-amzn-errortype': 'MissingAuthenticationTokenException',
  });
  expect(reply.headers).not.toHaveProperty('x-absent');
});

test('of a repeated header the last value is mapped, or all of them', async () => {
  const { port } = await run({
    routes,
    extra: {
      G: gatewayResponse('DEFAULT_4XX', {
        ResponseParameters: {
          'gatewayresponse.header.X-Last': 'method.request.header.x-many',
          'gatewayresponse.header.X-All': 'method.request.multivalueheader.X-Many',
        },
      }),
    },
  });
  const reply = await send(port, '/dev/none', { headers: ['Host', 'h', 'X-Many', '1', 'X-Many', '2'] });
  expect(reply.headers).toMatchObject({ 'x-last': '2', 'x-all': '1,2' });
});

test('a path parameter can be a header', async () => {
  const { port } = await run({
    routes,
    invoke: failing,
    extra: {
      G: gatewayResponse('DEFAULT_5XX', {
        ResponseParameters: { 'gatewayresponse.header.X-Id': 'method.request.path.id' },
      }),
    },
  });
  expect((await send(port, '/dev/items/7')).headers['x-id']).toBe('7');
});

test('errors carry no CORS headers of their own', async () => {
  const { port } = await run({ routes });
  const reply = await send(port, '/dev/none', { headers: { Origin: 'https://o.example' } });
  expect(Object.keys(reply.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
});

test('a type that is left out falls back to DEFAULT_4XX or DEFAULT_5XX, and keeps its own status', async () => {
  const named = (type: string) =>
    gatewayResponse(type, { ResponseTemplates: { 'application/json': `"${type}"` } });
  const { port } = await run({
    routes,
    invoke: failing,
    extra: { Four: named('DEFAULT_4XX'), Five: named('DEFAULT_5XX') },
  });
  expect(await send(port, '/dev/none')).toMatchObject({ status: 403, body: '"DEFAULT_4XX"' });
  expect(await send(port, '/dev/items/1')).toMatchObject({ status: 502, body: '"DEFAULT_5XX"' });
});

test('a status in DEFAULT_4XX replaces that of every type without a response', async () => {
  const { port } = await run({
    routes,
    extra: { Four: gatewayResponse('DEFAULT_4XX', { StatusCode: '404' }) },
  });
  expect(await send(port, '/dev/none')).toMatchObject({
    status: 404,
    body: '{"message":"Missing Authentication Token"}',
  });
});

test('a failed function is an INTEGRATION_FAILURE with status 502, unless the response has another', async () => {
  const own = (more: object) =>
    run({
      routes,
      invoke: failing,
      extra: {
        G: gatewayResponse('INTEGRATION_FAILURE', {
          ...more,
          ResponseTemplates: { 'application/json': '"I"' },
        }),
      },
    });
  expect(await send((await own({})).port, '/dev/items/1')).toMatchObject({ status: 502, body: '"I"' });
  expect(await send((await own({ StatusCode: '503' })).port, '/dev/items/1')).toMatchObject({
    status: 503,
    body: '"I"',
  });
});

test('a malformed answer is an API_CONFIGURATION_ERROR with status 502', async () => {
  const body = { 'application/json': '"$context.error.responseType"' };
  const { port } = await run({
    routes,
    invoke: () => 'malformed',
    extra: { G: gatewayResponse('API_CONFIGURATION_ERROR', { ResponseTemplates: body }) },
  });
  expect(await send(port, '/dev/items/1')).toMatchObject({ status: 502, body: '"API_CONFIGURATION_ERROR"' });
});

test('the template of the accepted type is chosen, else JSON', async () => {
  const { port } = await run({
    routes,
    extra: {
      G: gatewayResponse('DEFAULT_4XX', {
        ResponseTemplates: { 'text/html': '<p>no</p>', 'application/json': '"no"' },
      }),
    },
  });
  const html = await send(port, '/dev/none', { headers: { Accept: 'text/html,*/*' } });
  expect(html.headers['content-type']).toBe('text/html');
  expect(html.body).toBe('<p>no</p>');
  expect((await send(port, '/dev/none', { headers: { Accept: '*/*' } })).body).toBe('"no"');
});

test('a mapped value that HTTP does not allow is left out', async () => {
  const { port } = await run({
    routes,
    extra: {
      G: gatewayResponse('DEFAULT_4XX', {
        ResponseParameters: { 'gatewayresponse.header.X-Q': 'method.request.querystring.q' },
      }),
    },
  });
  const reply = await send(port, '/dev/none?q=a%0d%0aSet-Cookie:%20x');
  expect(reply.status).toBe(403);
  expect(reply.headers).not.toHaveProperty('x-q');
  expect(reply.headers).not.toHaveProperty('set-cookie');
});

test('substituted values are not substituted again', async () => {
  const { port } = await run({
    routes,
    extra: {
      G: gatewayResponse('DEFAULT_4XX', {
        ResponseTemplates: { 'application/json': '$method.request.querystring.q' },
      }),
    },
  });
  expect((await send(port, '/dev/none?q=$context.stage%20$%26')).body).toBe('$context.stage $&');
});
