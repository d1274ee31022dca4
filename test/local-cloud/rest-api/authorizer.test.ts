import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt, decodeProtectedHeader, SignJWT } from 'jose';
import type { Resource } from '../../../infra/local-cloud/assembly/template';
import {
  startUserPools,
  type UserPools,
  userPoolsPath,
} from '../../../infra/local-cloud/user-pools/start-user-pools';
import { openUserPool, type Tokens } from '../../../postman/users/user-pool';
import { send } from './support/client';
import { type RunningApi, run } from './support/running-api';
import { ACCOUNT, functionIntegration, physicalIdOf, REGION } from './support/template';

// Tokens are those of real pools, and those that somebody could make of them.

const idOf = (name: string) => `${REGION}_${name}`;
const arnOf = (name: string) => `arn:aws:cognito-idp:${REGION}:${ACCOUNT}:userpool/${idOf(name)}`;
const client = (pool: string): Resource => ({
  Type: 'AWS::Cognito::UserPoolClient',
  Properties: { UserPoolId: idOf(pool), ExplicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH'] },
});
const pool: Resource = { Type: 'AWS::Cognito::UserPool', Properties: { UsernameAttributes: ['email'] } };
const Resources = {
  Ours: pool,
  Foreign: pool,
  Website: client('Ours'),
  App: client('Ours'),
  Site: client('Foreign'),
};
const ids: Record<string, string> = { Ours: idOf('Ours'), Foreign: idOf('Foreign') };
const idIn = (logicalId: string) => ids[logicalId] ?? logicalId.toLowerCase();

const cognito = (more: object = {}): Resource => ({
  Type: 'AWS::ApiGateway::Authorizer',
  Properties: {
    Type: 'COGNITO_USER_POOLS',
    ProviderARNs: [arnOf('Ours')],
    IdentitySource: 'method.request.header.Authorization',
    ...more,
  },
});
const asks = (authorizer: string, more: object = {}) => ({
  AuthorizationType: 'COGNITO_USER_POOLS',
  AuthorizerId: physicalIdOf(authorizer),
  Integration: functionIntegration(),
  ...more,
});

const directory = mkdtempSync(join(tmpdir(), 'groundwork-authorizer-'));
const realNow = Date.now();
let now = realNow;
let pools: UserPools;
let server: Server;
let api: RunningApi;
let tokens: Tokens;
let ofApp: Tokens;
let foreign: Tokens;

// Pools and tokens are those of all tests: to sign in takes longer than most of them.
beforeAll(async () => {
  pools = await startUserPools({
    stacks: [
      {
        name: 'test',
        account: ACCOUNT,
        region: REGION,
        template: { Resources, Outputs: {} },
        physicalIdOf: idIn,
        assetDirectory: () => '',
      },
    ],
    file: join(directory, 'users.json'),
    onMail: () => {},
    now: () => now,
  });
  server = createServer(pools.handler).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  pools.serveAt(origin);
  const signIn = async (name: string, clientId: string, made = true) => {
    const users = openUserPool({ id: idOf(name), clientId, endpoint: `${origin}${userPoolsPath}` });
    if (made) await users.create('ada@example.com');
    const signedIn = await users.signIn('ada@example.com');
    users.close();
    return signedIn;
  };
  tokens = await signIn('Ours', 'website');
  ofApp = await signIn('Ours', 'app', false);
  foreign = await signIn('Foreign', 'site');
});

afterAll(async () => {
  await new Promise((resolve) => server.close(resolve).closeAllConnections());
  await pools.stop();
});

// The support ends each API with its test.
beforeEach(async () => {
  now = realNow;
  api = await run({
    routes: {
      '/mine': { GET: asks('Users') },
      '/partly': { GET: asks('Partly') },
      '/any-client': { GET: asks('AnyClient') },
      '/scoped': {
        GET: asks('AnyClient', { AuthorizationScopes: ['aws.cognito.signin.user.admin', 'other'] }),
      },
      '/scope-missing': { GET: asks('AnyClient', { AuthorizationScopes: ['other'] }) },
      '/no-pool': { GET: asks('Nobody') },
      '/not-there': { GET: asks('Nowhere') },
      '/both': { GET: asks('Both') },
      '/throttled': { GET: asks('Users') },
      '/open': { GET: 'function' },
    },
    extra: {
      Users: cognito({ IdentityValidationExpression: '^website$' }),
      AnyClient: cognito(),
      Partly: cognito({ IdentityValidationExpression: 'web' }),
      Nobody: cognito({ ProviderARNs: [arnOf('Nobody')] }),
      Both: cognito({ ProviderARNs: [arnOf('Ours'), arnOf('Foreign')] }),
    },
    stage: {
      MethodSettings: [
        { ResourcePath: '/~1throttled', HttpMethod: 'GET', ThrottlingRateLimit: 1, ThrottlingBurstLimit: 0 },
      ],
    },
    tokenCheckByArn: pools.tokenCheckByArn,
  });
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const ask = (path: string, token?: string | string[]) =>
  send(api.port, `/dev${path}`, { headers: token === undefined ? {} : { Authorization: token } });

const { privateKey: strangersKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** The id token with other claims, signed by a stranger who has looked up the name of the key. */
function signedByAStranger(claims: object = {}, key: KeyObject | Uint8Array = strangersKey, alg = 'RS256') {
  const { kid } = decodeProtectedHeader(tokens.idToken);
  return new SignJWT({ ...decodeJwt(tokens.idToken), ...claims })
    .setProtectedHeader({ alg, ...(kid && { kid }) })
    .sign(key);
}

const pieces = () => tokens.idToken.split('.') as [string, string, string];

const refused: [string, () => string | string[] | undefined | Promise<string>][] = [
  ['no token', () => undefined],
  ['an empty header', () => ''],
  ['Bearer and nothing', () => 'Bearer '],
  ['what is no token', () => 'Bearer garbage'],
  ['three dots', () => 'Bearer ...'],
  ['a token of another pool', () => `Bearer ${foreign.idToken}`],
  ['a token of another client', () => `Bearer ${ofApp.idToken}`],
  ['an access token', () => `Bearer ${tokens.accessToken}`],
  ['two tokens', () => [`Bearer ${tokens.idToken}`, `Bearer ${tokens.idToken}`]],
  ['two tokens in one', () => `Bearer ${tokens.idToken}, Bearer ${tokens.idToken}`],
  ['another scheme', () => `Basic ${tokens.idToken}`],
  ['a token signed by a stranger', async () => `Bearer ${await signedByAStranger()}`],
  [
    'a token signed with the public key as a password',
    async () => `Bearer ${await signedByAStranger({}, Buffer.from('-----BEGIN PUBLIC KEY-----'), 'HS256')}`,
  ],
  ['a token without a signature', () => `Bearer ${pieces()[0]}.${pieces()[1]}.`],
  [
    'a token that says it needs none',
    () => `Bearer ${part({ alg: 'none', kid: decodeProtectedHeader(tokens.idToken).kid })}.${pieces()[1]}.`,
  ],
  [
    'somebody else’s sub under the same signature',
    () => {
      const [header, , signature] = pieces();
      const payload = part({ ...decodeJwt(tokens.idToken), sub: '11111111-2222-4333-8444-555555555555' });
      return `Bearer ${header}.${payload}.${signature}`;
    },
  ],
  [
    'the signature of another token',
    () => `Bearer ${pieces()[0]}.${pieces()[1]}.${ofApp.idToken.split('.')[2]}`,
  ],
];

describe.each([['/mine'], ['/both']])('at %s', (path) => {
  const cases = path === '/mine' ? refused : refused.filter(([what]) => !/another (pool|client)/.test(what));
  test.each(cases)('%s is 401, and the function is not asked', async (_, token) => {
    const reply = await ask(path, await token());
    expect(reply).toMatchObject({ status: 401, body: '{"message":"Unauthorized"}' });
    expect(reply.headers['x-amzn-errortype']).toBe('UnauthorizedException');
    expect(api.events).toEqual([]);
    expect(JSON.stringify(api.accesses)).not.toMatch(/eyJ/);
  });
});

test.each([
  ['as a bearer token', (token: string) => `Bearer ${token}`],
  ['in small letters', (token: string) => `bearer ${token}`],
  ['bare', (token: string) => token],
])('an id token of the pool and its client is let in, %s', async (_, written) => {
  expect((await ask('/mine', written(tokens.idToken))).status).toBe(200);
});

test('a token is good until its time is over, and then it is 401', async () => {
  const { exp = 0 } = decodeJwt(tokens.idToken);
  now = exp * 1000 - 1;
  expect((await ask('/mine', tokens.idToken)).status).toBe(200);
  now = exp * 1000;
  expect(await ask('/mine', tokens.idToken)).toMatchObject({
    status: 401,
    body: '{"message":"The incoming token has expired"}',
  });
  expect(await ask('/mine', await signedByAStranger())).toMatchObject({
    status: 401,
    body: '{"message":"Unauthorized"}',
  });
});

test('the function is told the claims, all as text, with times as Java writes them', async () => {
  await ask('/mine', tokens.idToken);
  const claims = decodeJwt(tokens.idToken);
  const javaDate = (seconds = 0) => {
    const [, day, date, month, year, time] = /^(\w+), (\d+) (\w+) (\d+) (\S+)/.exec(
      new Date(seconds * 1000).toUTCString(),
    ) as unknown as string[];
    return `${day} ${month} ${date} ${time} UTC ${year}`;
  };
  expect(api.events[0]?.requestContext.authorizer).toEqual({
    claims: {
      ...claims,
      auth_time: String(claims.auth_time),
      email_verified: 'true',
      exp: javaDate(claims.exp),
      iat: javaDate(claims.iat),
    },
  });
  expect(claims).toMatchObject({ sub: expect.stringMatching(/^[0-9a-f-]{36}$/), email: 'ada@example.com' });
});

test('a route that asks nobody tells the function of nobody, whatever was sent', async () => {
  expect((await ask('/open', `Bearer ${tokens.idToken}`)).status).toBe(200);
  expect((await ask('/open')).status).toBe(200);
  for (const event of api.events) expect(event.requestContext).not.toHaveProperty('authorizer');
});

test('the audience is not looked at where there is no expression for it', async () => {
  expect((await ask('/any-client', ofApp.idToken)).status).toBe(200);
  expect((await ask('/any-client', foreign.idToken)).status).toBe(401);
});

test('an expression has to fit the whole of the audience', async () => {
  expect((await ask('/partly', tokens.idToken)).status).toBe(401);
});

test('any one of several pools is enough', async () => {
  expect((await ask('/both', tokens.idToken)).status).toBe(200);
  expect((await ask('/both', foreign.idToken)).status).toBe(200);
});

test('a method with scopes takes access tokens that have one of them, and no id token', async () => {
  expect((await ask('/scoped', tokens.accessToken)).status).toBe(200);
  expect((await ask('/scoped', tokens.idToken)).status).toBe(401);
  expect((await ask('/scope-missing', tokens.accessToken)).status).toBe(401);
});

test('who is not let in costs nobody else a request', async () => {
  expect((await ask('/throttled')).status).toBe(401);
  expect((await ask('/throttled', tokens.idToken)).status).toBe(429);
});

test('an authorizer whose pool does not run here lets nobody in', async () => {
  expect((await ask('/no-pool', tokens.idToken)).status).toBe(500);
  expect(api.accesses.at(-1)?.error).toContain(`no user pool ${arnOf('Nobody')} runs here`);
});

test('nor does one that is not in the template', async () => {
  expect((await ask('/not-there', tokens.idToken)).status).toBe(500);
  expect(api.api.unsupported).toEqual([
    expect.stringMatching(/its authorizer id-Nowhere is not run; it answers 500/),
  ]);
});

test('a deleted user’s token goes on until it expires, as the gateway asks nobody', async () => {
  const users = openUserPool({
    id: idOf('Ours'),
    clientId: 'website',
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}${userPoolsPath}`,
  });
  await users.remove('ada@example.com');
  users.close();
  expect((await ask('/mine', tokens.idToken)).status).toBe(200);
});
