import { send } from '../rest-api/support/client';
import { authorizeQuery, visit } from './support/browser';
import { run } from './support/running-pools';
import { WEBSITE } from './support/template';

test.each([
  ['an unknown client', { client_id: 'x' }, /client_id is not that of a client/],
  ['no client', { client_id: undefined }, /client_id is not that of a client/],
  ['no way back', { redirect_uri: undefined }, /redirect_uri has to be exactly one of/],
  [
    'another way back',
    { redirect_uri: 'https://evil.example/' },
    /exactly one of .*: http:\/\/localhost:5173\//,
  ],
  ['a longer way back', { redirect_uri: `${WEBSITE}x` }, /exactly one of/],
  ['a shorter way back', { redirect_uri: WEBSITE.slice(0, -1) }, /exactly one of/],
])('%s gets a page, and is sent nowhere', async (_, query, message) => {
  expect(await visit(await run(), query)).toMatchObject({
    status: 400,
    sentTo: undefined,
    message: expect.stringMatching(message),
  });
});

test('so does who says a thing twice', async () => {
  const running = await run();
  const query = `${authorizeQuery(running)}&redirect_uri=https://evil.example/`;
  const reply = await send(running.port, `/_cognito/oauth2/authorize?${query}`);
  expect(reply).toMatchObject({ status: 400, body: expect.stringContaining('is there twice') });
});

test('and who comes to a pool without a domain, which has no page on AWS', async () => {
  const page = await visit(await run({ withoutDomain: true }));
  expect(page).toMatchObject({ status: 400, message: expect.stringContaining('has no domain') });
});

const challenge = 'A'.repeat(43);

test.each([
  ['unsupported_response_type', { response_type: 'token' }],
  ['unsupported_response_type', { response_type: undefined }],
  ['invalid_scope', { scope: 'openid phone' }],
  ['invalid_request', { code_challenge: challenge }],
  ['invalid_request', { code_challenge: challenge, code_challenge_method: 'plain' }],
  ['invalid_request', { code_challenge_method: 'S256' }],
  ['invalid_request', { code_challenge: `${challenge}x`, code_challenge_method: 'S256' }],
  ['invalid_request', { identity_provider: 'Google' }],
  ['login_required', { prompt: 'none' }],
])('the website is told %s for %j', async (error, query) => {
  const { status, sentTo } = await visit(await run(), query);
  expect(status).toBe(302);
  expect(sentTo?.href.startsWith(`${WEBSITE}?`)).toBe(true);
  expect(Object.fromEntries(sentTo?.searchParams ?? [])).toEqual({
    error,
    error_description: expect.any(String),
    state: 'the state',
  });
});

test('the website is told when its client may not do so at all', async () => {
  const { sentTo } = await visit(await run({ client: { AllowedOAuthFlowsUserPoolClient: false } }));
  expect(sentTo?.searchParams.get('error')).toBe('unauthorized_client');
});

test.each(['/_cognito/login', '/_cognito/signup'])('%s is a way in as well', async (path) => {
  const running = await run();
  expect(await visit(running, { scope: undefined, state: undefined }, path)).toMatchObject({
    status: 200,
    html: expect.stringMatching(path.endsWith('signup') ? /<details open>/ : /<details>/),
  });
});

test('who signs out is sent back where the client may be sent', async () => {
  const { port, clientId } = await run();
  const logout = (query: Record<string, string>) =>
    send(port, `/_cognito/logout?${new URLSearchParams(query)}`);
  const good = await logout({ client_id: clientId, logout_uri: WEBSITE });
  expect(good).toMatchObject({ status: 302, headers: { location: WEBSITE } });
  for (const query of [
    { client_id: clientId, logout_uri: 'https://evil.example/' },
    { client_id: 'x', logout_uri: WEBSITE },
    { client_id: clientId },
  ] as Record<string, string>[]) {
    expect((await logout(query)).status).toBe(400);
  }
});
