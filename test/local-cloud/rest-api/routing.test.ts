import { send } from './support/client';
import { run } from './support/running-api';
import { mock } from './support/template';

const says = (name: string) => mock(200, `"${name}"`);
const missingToken = {
  status: 403,
  body: '{"message":"Missing Authentication Token"}',
};

test('an unknown path answers 403 Missing Authentication Token', async () => {
  const { port, events } = await run({ routes: { '/items': { GET: 'function' } } });
  const reply = await send(port, '/dev/nothing');
  expect(reply).toMatchObject(missingToken);
  expect(reply.headers).toMatchObject({
    'content-type': 'application/json',
    'x-amzn-errortype': 'MissingAuthenticationTokenException',
  });
  expect(events).toEqual([]);
});

test('an unknown method answers 403 Missing Authentication Token', async () => {
  const { port } = await run({ routes: { '/items': { GET: 'function' } } });
  expect(await send(port, '/dev/items', { method: 'DELETE' })).toMatchObject(missingToken);
});

test('HEAD on a GET method answers 403 without a body', async () => {
  const { port, events } = await run({ routes: { '/items': { GET: 'function' } } });
  expect(await send(port, '/dev/items', { method: 'HEAD' })).toMatchObject({ status: 403, body: '' });
  expect(events).toEqual([]);
});

test('HEAD on an ANY method reaches the function and answers without a body', async () => {
  const { port, events } = await run({ routes: { '/items': { ANY: 'function' } } });
  expect(await send(port, '/dev/items', { method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
  expect(events[0]?.httpMethod).toBe('HEAD');
});

test('ANY does not stand for TRACE or PROPFIND', async () => {
  const { port } = await run({ routes: { '/items': { ANY: 'function' } } });
  for (const method of ['TRACE', 'PROPFIND']) {
    expect(await send(port, '/dev/items', { method })).toMatchObject(missingToken);
  }
});

test('a specific method goes before ANY', async () => {
  const { port } = await run({ routes: { '/items': { ANY: says('any'), GET: says('get') } } });
  expect((await send(port, '/dev/items')).body).toBe('"get"');
  expect((await send(port, '/dev/items', { method: 'PUT' })).body).toBe('"any"');
});

test('a literal goes before a parameter before a proxy', async () => {
  const { port } = await run({
    routes: {
      '/items/new': { GET: says('literal') },
      '/items/{id}': { GET: says('parameter') },
      '/{proxy+}': { GET: says('proxy') },
    },
  });
  expect((await send(port, '/dev/items/new')).body).toBe('"literal"');
  expect((await send(port, '/dev/items/42')).body).toBe('"parameter"');
  expect((await send(port, '/dev/items/42/parts')).body).toBe('"proxy"');
  expect((await send(port, '/dev/else')).body).toBe('"proxy"');
});

test('a dead end below a literal goes back to the parameter and to the proxy', async () => {
  const { port } = await run({
    routes: {
      '/a/b/c': { GET: says('literal') },
      '/{x}/b/d': { GET: says('parameter') },
      '/a/{rest+}': { GET: says('proxy') },
    },
  });
  expect((await send(port, '/dev/a/b/d')).body).toBe('"proxy"');
  expect((await send(port, '/dev/z/b/d')).body).toBe('"parameter"');
  expect((await send(port, '/dev/a/q/d')).body).toBe('"proxy"');
});

test('a method that the literal path lacks is answered by the proxy that has it', async () => {
  const { port } = await run({
    routes: {
      '/test': { POST: says('post') },
      '/test/any': { ANY: says('any') },
      '/{proxy+}': { OPTIONS: says('options') },
    },
  });
  expect((await send(port, '/dev/test', { method: 'OPTIONS' })).body).toBe('"options"');
  expect((await send(port, '/dev/test', { method: 'POST' })).body).toBe('"post"');
  expect((await send(port, '/dev/test/any', { method: 'OPTIONS' })).body).toBe('"any"');
});

test('a proxy does not match the path above it', async () => {
  const { port } = await run({ routes: { '/items/{proxy+}': { GET: 'function' } } });
  expect(await send(port, '/dev/items')).toMatchObject(missingToken);
});

test('a trailing slash does not change the route', async () => {
  const { port, events } = await run({
    routes: { '/items/{id}': { GET: 'function' }, '/': { GET: 'function' } },
  });
  expect((await send(port, '/dev/items/1/')).status).toBe(200);
  expect(events[0]).toMatchObject({ path: '/items/1/', pathParameters: { id: '1' } });
  expect((await send(port, '/dev/')).status).toBe(200);
  expect((await send(port, '/dev')).status).toBe(200);
  expect(events[2]).toMatchObject({ path: '/', resource: '/' });
});

test('slashes after the stage are one, an empty segment inside is no id', async () => {
  const { port, events } = await run({ routes: { '/items/{id}/parts': { GET: 'function' } } });
  expect((await send(port, '/dev//items/1/parts')).status).toBe(200);
  expect(events[0]).toMatchObject({
    path: '/items/1/parts',
    requestContext: { path: '/dev//items/1/parts' },
  });
  expect(await send(port, '/dev/items//parts')).toMatchObject(missingToken);
});

test('paths are case-sensitive', async () => {
  const { port } = await run({ routes: { '/items': { GET: 'function' } } });
  expect(await send(port, '/dev/Items')).toMatchObject(missingToken);
});

test('a percent-encoded literal matches, a parameter stays encoded', async () => {
  const { port, events } = await run({ routes: { '/items/{id}': { GET: 'function' } } });
  expect((await send(port, '/dev/%69tems/a%2Fb%20c')).status).toBe(200);
  expect(events[0]?.pathParameters).toEqual({ id: 'a%2Fb%20c' });
});

test('a malformed percent sequence is kept and routed', async () => {
  const { port, events } = await run({ routes: { '/items/{id}': { GET: 'function' } } });
  expect((await send(port, '/dev/items/100%')).status).toBe(200);
  expect(events[0]?.pathParameters).toEqual({ id: '100%' });
});

test.each(['/', '/prod/items', '/developer', '/favicon.ico', '/dev2/items'])(
  '%s is outside of the stage and answers 404 with a problem that names the stage',
  async (path) => {
    const { port, events } = await run({ routes: { '/items': { GET: 'function' } } });
    const reply = await send(port, path);
    expect(reply.status).toBe(404);
    expect(reply.headers['content-type']).toBe('application/problem+json');
    expect(JSON.parse(reply.body)).toMatchObject({ status: 404, detail: 'This API is under /dev.' });
    expect(events).toEqual([]);
  },
);

test('an absolute-form target is the same as its path', async () => {
  const { port, events } = await run({ routes: { '/items': { GET: 'function' } } });
  expect((await send(port, `http://127.0.0.1:${port}/dev/items?a=1`)).status).toBe(200);
  expect(events[0]).toMatchObject({ path: '/items', queryStringParameters: { a: '1' } });
});
