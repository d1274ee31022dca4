import { services } from '../../../services';
import { openApi } from '../../../services/contract/openapi';

const contracts = services.map(({ contract }) => contract);
const document = openApi(contracts, '1.2.3');

test('the document is OpenAPI 3.0.3, the newest that API Gateway imports', () => {
  expect(document).toMatchObject({ openapi: '3.0.3', info: { version: '1.2.3' } });
});

test('every route is there, with every status that it can answer', () => {
  const routes = contracts.flatMap(({ routes }) => Object.entries(routes));
  for (const [name, { method, path, answers, problems = [] }] of routes) {
    const operation = document.paths[path][method.toLowerCase()];
    expect(operation.operationId).toBe(name);
    expect(Object.keys(operation.responses)).toEqual(
      expect.arrayContaining([...Object.keys(answers), ...problems.map(String)]),
    );
  }
});

test('every reference leads somewhere', () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(
    ([, path = '']) => path,
  );
  expect(references.length).toBeGreaterThan(20);
  for (const path of references) {
    const found = path.split('/').reduce((node, key) => node?.[key], document);
    expect([path, typeof found]).toEqual([path, 'object']);
  }
});

test('the limits of the contract are in it, in words that draft 4 has', () => {
  expect(document.components.schemas.NewItem).toEqual({
    type: 'object',
    properties: {
      name: { type: 'string', minLength: 1, maxLength: 120 },
      data: { type: 'object', additionalProperties: true },
    },
    required: ['name', 'data'],
    additionalProperties: false,
  });
  const [limit] = document.paths['/items'].get.parameters;
  expect(limit).toEqual({
    name: 'limit',
    in: 'query',
    required: false,
    schema: { type: 'integer', minimum: 1, maximum: 100, default: 25 },
  });
});

test('every route takes an id token, but for those that the contract calls public', () => {
  expect(document.security).toEqual([{ idToken: [] }]);
  expect(document.components.securitySchemes.idToken).toMatchObject({ type: 'http', scheme: 'bearer' });
  const open = contracts.flatMap(({ routes }) =>
    Object.values(routes).filter(({ method, path }) => document.paths[path][method.toLowerCase()].security),
  );
  expect(open.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /health']);
  expect(document.paths['/health'].get).toMatchObject({ security: [] });
  expect(Object.keys(document.paths['/health'].get.responses)).not.toContain('401');
  expect(Object.keys(document.paths['/items'].get.responses)).toContain('401');
  expect(Object.keys(document.components.responses.Problem401.headers)).toEqual(['WWW-Authenticate']);
});

test('two contracts that claim one route or one name are refused', () => {
  const [items] = contracts;
  if (!items) throw new Error('There is no contract');
  expect(() => openApi([items, items], '1.0.0')).toThrow('Two contracts have a route GET /health');
});
