import { App, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { resolveTemplate } from '../../../infra/local-cloud/assembly/intrinsics';
import { physicalId } from '../../../infra/local-cloud/assembly/physical-names';
import type { AccessEntry } from '../../../infra/local-cloud/rest-api/access-log';
import { createRestApi, type RestApi } from '../../../infra/local-cloud/rest-api/rest-api';
import { type RestApiServer, serveRestApi } from '../../../infra/local-cloud/rest-api/server';
import { send } from './support/client';

const scope = { stackName: 'Items', account: '111122223333', region: 'eu-central-1' };
const site = 'https://site.example';
const preview = 'https://preview.example';

/** An API as a team would write it, with a bit of everything that the CDK writes into a template. */
function synthesise() {
  const app = new App();
  const stack = new Stack(app, 'Items', { env: { account: scope.account, region: scope.region } });
  const handler = new LambdaFunction(stack, 'Handler', {
    runtime: Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = 1'),
  });
  const api = new apigateway.RestApi(stack, 'Api', {
    cloudWatchRole: false,
    deployOptions: {
      stageName: 'dev',
      tracingEnabled: true,
      throttlingRateLimit: 100,
      throttlingBurstLimit: 50,
      methodOptions: { '/slow/GET': { throttlingRateLimit: 1, throttlingBurstLimit: 1 } },
      accessLogDestination: new apigateway.LogGroupLogDestination(new LogGroup(stack, 'Log')),
      accessLogFormat: apigateway.AccessLogFormat.jsonWithStandardFields(),
    },
    defaultCorsPreflightOptions: { allowOrigins: [site, preview], allowMethods: ['GET', 'POST'] },
  });
  const integration = new apigateway.LambdaIntegration(handler);
  const name = api.addModel('Name', { schema: { type: apigateway.JsonSchemaType.STRING, minLength: 1 } });
  const item = api.addModel('Item', {
    schema: {
      type: apigateway.JsonSchemaType.OBJECT,
      required: ['name'],
      properties: {
        name: { ref: `https://apigateway.amazonaws.com/restapis/${api.restApiId}/models/${name.modelId}` },
      },
    },
  });
  const items = api.root.addResource('items');
  items.addMethod('GET', integration);
  items.addMethod('POST', integration, {
    requestModels: { 'application/json': item },
    requestValidatorOptions: { validateRequestBody: true },
  });
  items.addResource('{id}').addMethod('ANY', integration);
  api.root.addResource('slow').addMethod('GET', integration);
  api.root.addProxy({
    defaultIntegration: new apigateway.MockIntegration({
      passthroughBehavior: apigateway.PassthroughBehavior.NEVER,
      requestTemplates: { 'application/json': '{"statusCode":404}' },
      integrationResponses: [
        { statusCode: '404', responseTemplates: { 'application/json': '{"status":404}' } },
      ],
    }),
    defaultMethodOptions: { methodResponses: [{ statusCode: '404' }] },
  });
  api.addGatewayResponse('Invalid', {
    type: apigateway.ResponseType.BAD_REQUEST_BODY,
    responseHeaders: { 'Access-Control-Allow-Origin': `'${site}'` },
    templates: { 'application/json': '{"title":$context.error.messageString,"status":400}' },
  });
  return resolveTemplate(app.synth().getStackByName('Items').template, scope);
}

let api: RestApi;
let server: RestApiServer;
const events: { path: string }[] = [];
const accesses: AccessEntry[] = [];

beforeAll(async () => {
  const template = synthesise();
  const restApiLogicalId = Object.entries(template.Resources).find(
    ([, { Type }]) => Type === 'AWS::ApiGateway::RestApi',
  )?.[0] as string;
  api = createRestApi({
    template,
    restApiLogicalId,
    physicalIdOf: (id) => physicalId(id, template.Resources[id] ?? { Type: '', Properties: {} }, scope),
    accountId: scope.account,
    region: scope.region,
    invokeByArn: (arn) =>
      arn.startsWith('arn:aws:lambda:eu-central-1:111122223333:function:')
        ? async (event) => {
            events.push(JSON.parse(event));
            return { outcome: 'answered', payload: '{"statusCode":200,"body":"{}"}' };
          }
        : undefined,
    tokenCheckByArn: () => undefined,
    onAccess: (entry) => accesses.push(entry),
  });
  server = await serveRestApi({ api, port: 0 });
}, 60_000);

afterAll(() => server?.stop());

test("everything in the CDK's own template is run", () => {
  expect(api.unsupported).toEqual([]);
  expect(api.stagePath).toBe('/dev');
});

test('the function answers on its methods', async () => {
  expect((await send(server.port, '/dev/items')).status).toBe(200);
  expect((await send(server.port, '/dev/items/1', { method: 'PATCH' })).status).toBe(200);
  expect(events.at(-1)).toMatchObject({ resource: '/items/{id}', pathParameters: { id: '1' } });
});

test.each([
  [site, site],
  [preview, preview],
  ['https://evil.example', site],
])('CORS preflight from %s answers 204 with origin %s', async (Origin, allowed) => {
  const reply = await send(server.port, '/dev/items', {
    method: 'OPTIONS',
    headers: { Origin, 'Access-Control-Request-Method': 'POST' },
  });
  expect(reply).toMatchObject({ status: 204, body: '' });
  expect(reply.headers).toMatchObject({
    'access-control-allow-origin': allowed,
    'access-control-allow-methods': 'GET,POST',
    'access-control-allow-headers': expect.stringContaining('Content-Type'),
    vary: 'Origin',
  });
});

test('a lower-case origin header is understood by the template as well', async () => {
  const reply = await send(server.port, '/dev/items', { method: 'OPTIONS', headers: { origin: preview } });
  expect(reply.headers['access-control-allow-origin']).toBe(preview);
});

test('the model, its reference to another and the gateway response work', async () => {
  const post = (body: string) => send(server.port, '/dev/items', { method: 'POST', body });
  expect((await post('{"name":"a"}')).status).toBe(200);
  const reply = await post('{"name":""}');
  expect(reply).toMatchObject({ status: 400, body: '{"title":"Invalid request body","status":400}' });
  expect(reply.headers['access-control-allow-origin']).toBe(site);
});

test('the proxy resource answers what no route does', async () => {
  expect(await send(server.port, '/dev/none')).toMatchObject({ status: 404, body: '{"status":404}' });
  expect((await send(server.port, '/dev/items', { method: 'DELETE' })).status).toBe(404);
});

test('the throttle of one method holds', async () => {
  const replies = await Promise.all([1, 2, 3].map(() => send(server.port, '/dev/slow')));
  expect(replies.map(({ status }) => status).sort()).toEqual([200, 429, 429]);
});

test('the standard access log line is JSON', async () => {
  await send(server.port, '/dev/items');
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(JSON.parse(accesses.at(-1)?.line ?? '')).toMatchObject({ resourcePath: '/items', status: '200' });
});
