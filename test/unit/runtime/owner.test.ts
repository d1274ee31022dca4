import type { APIGatewayProxyResult, Context } from 'aws-lambda';
import * as z from 'zod/mini';
import { defineContract } from '../../../services/contract/contract';
import { type EventParts, gatewayEvent } from '../gateway-event';

const Answer = z.strictObject({ owner: z.optional(z.string()) });
const answers = { 200: { description: 'Who it was.', body: Answer } } as const;
const contract = defineContract({
  service: 'test',
  title: 'Test',
  description: 'Says whose data a request may touch.',
  schemas: { Answer },
  routes: {
    open: { method: 'GET', path: '/open', summary: 'For everybody', public: true, answers },
    closed: { method: 'GET', path: '/closed', summary: 'For users', answers },
  },
});
const asked: string[] = [];
const logged: string[] = [];
let handle: (event: ReturnType<typeof gatewayEvent>, context: Context) => Promise<APIGatewayProxyResult>;

beforeAll(async () => {
  process.env.ALLOWED_ORIGIN = 'http://localhost:3000';
  // Has the logger write to the console of Jest, where it can be heard.
  process.env.POWERTOOLS_DEV = 'true';
  jest.spyOn(console, 'error').mockImplementation((line) => logged.push(String(line)));
  const { createLambdaHandler } = await import('../../../services/runtime/lambda-handler');
  handle = createLambdaHandler(contract, {
    async open(_, visitor) {
      return { status: 200 as const, body: { owner: (visitor as { owner?: string }).owner } };
    },
    async closed(_, { owner }) {
      asked.push(owner);
      return { status: 200 as const, body: { owner } };
    },
  });
});
afterEach(() => asked.splice(0));

const ask = async (parts: EventParts) => {
  const { statusCode, body } = await handle(gatewayEvent(parts), { awsRequestId: 'i' } as Context);
  return { statusCode, body: JSON.parse(body) };
};

test('the owner is the sub of the token that the gateway has checked', async () => {
  const claims = { sub: 'b0c1', token_use: 'id', email: 'ada@example.com' };
  expect(await ask({ resource: '/closed', claims })).toEqual({ statusCode: 200, body: { owner: 'b0c1' } });
});

test.each<[string, EventParts]>([
  ['no claims', { claims: undefined }],
  ['claims without a sub', { claims: { token_use: 'id' } }],
  ['an empty sub', { claims: { sub: '', token_use: 'id' } }],
  ['the claims of an access token', { claims: { sub: 'b0c1', token_use: 'access' } }],
  [
    'a token that no gateway has looked at',
    { claims: undefined, headers: { Authorization: 'Bearer x.y.z' } },
  ],
  [
    'somebody who only says who they are',
    { claims: undefined, headers: { 'X-Owner': 'b0c1' }, query: { owner: 'b0c1', sub: 'b0c1' } },
  ],
])('a route for users that is reached with %s fails, and nothing is asked of it', async (_, parts) => {
  const { statusCode, body } = await ask({ resource: '/closed', ...parts });
  expect({ statusCode, status: body.status }).toEqual({ statusCode: 500, status: 500 });
  expect(JSON.stringify(body)).not.toMatch(/b0c1|x\.y\.z|gateway/);
  expect(asked).toEqual([]);
  expect(logged.splice(0).join()).toContain('GET /closed takes signed-in users only');
});

test('a public route answers anybody, and is not told who it is', async () => {
  expect(await ask({ resource: '/open', claims: undefined })).toEqual({ statusCode: 200, body: {} });
  expect(await ask({ resource: '/open' })).toEqual({ statusCode: 200, body: {} });
});
