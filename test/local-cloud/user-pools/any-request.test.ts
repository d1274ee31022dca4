import fc from 'fast-check';
import { send } from '../rest-api/support/client';
import { run } from './support/running-pools';
import { WEBSITE } from './support/template';
import { addUser } from './support/users';

// Whatever comes in, something well-formed goes out, and it is not the pool's own failure.

const operations = [
  ...['ListUserPools', 'ListUserPoolClients', 'DescribeUserPoolClient', 'AdminCreateUser', 'AdminGetUser'],
  ...['AdminSetUserPassword', 'AdminConfirmSignUp', 'AdminDeleteUser', 'ListUsers', 'AdminInitiateAuth'],
  ...['SignUp', 'ConfirmSignUp', 'ResendConfirmationCode', 'InitiateAuth', 'RevokeToken', 'GetUser'],
  ...['GlobalSignOut', 'Nothing', '__proto__', 'constructor', ''],
];

test('any input of any operation is answered, or refused in a sentence', async () => {
  const running = await run();
  await addUser(running);
  const known = fc.constantFrom(
    running.poolId,
    running.clientId,
    'ann@example.com',
    'b@example.com',
    '__proto__',
  );
  const value = fc.oneof(known, known, fc.jsonValue({ maxDepth: 2 }));
  const member = fc.constantFrom(
    ...['UserPoolId', 'ClientId', 'Username', 'Password', 'Filter', 'Limit', 'PaginationToken', 'Token'],
    ...['AuthFlow', 'AccessToken', 'ConfirmationCode', 'UserAttributes', 'TemporaryPassword', '__proto__'],
  );
  const parameters = fc.dictionary(fc.constantFrom('USERNAME', 'PASSWORD', 'REFRESH_TOKEN'), value);
  const input = fc.tuple(
    fc.record({
      UserPoolId: fc.constant(running.poolId),
      ClientId: fc.constant(running.clientId),
      Username: known,
    }),
    fc.dictionary(member, value),
    fc.record(
      {
        AuthFlow: fc.constantFrom('ADMIN_USER_PASSWORD_AUTH', 'REFRESH_TOKEN_AUTH', 'toString'),
        AuthParameters: parameters,
      },
      { requiredKeys: [] },
    ),
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...operations), input, async (operation, [base, more, auth]) => {
      const reply = await send(running.port, '/_cognito/', {
        method: 'POST',
        headers: {
          'Content-Type': 'application/x-amz-json-1.1',
          'X-Amz-Target': `AWSCognitoIdentityProviderService.${operation}`,
          Authorization: 'AWS4-HMAC-SHA256 x',
        },
        body: JSON.stringify({ ...base, ...auth, ...more }),
      });
      expect([200, 400]).toContain(reply.status);
      const answer = JSON.parse(reply.body);
      if (reply.status === 400) {
        expect(answer).toEqual({ __type: expect.stringMatching(/Exception$/), message: expect.any(String) });
      }
    }),
    { numRuns: 200 },
  );
});

test('any query and any form, at any path and by any method, is answered without a failure', async () => {
  const running = await run();
  const character = fc.constantFrom(...'ab01%&=+?#/;:<>"\'\\ \0é'.split(''), '%00', '%zz');
  const text = fc.oneof(
    fc.constantFrom(running.clientId, WEBSITE, 'code', 'S256', 'openid', 'A'.repeat(43), 'refresh_token'),
    fc.string({ unit: character, maxLength: 12 }),
  );
  const name = fc.constantFrom(
    ...['client_id', 'redirect_uri', 'response_type', 'scope', 'state', 'nonce', 'code_challenge', 'code'],
    ...['code_challenge_method', 'grant_type', 'refresh_token', 'token', 'ticket', 'name', 'password'],
    ...['logout_uri', 'login_hint', 'prompt', '__proto__'],
  );
  const fields = fc
    .array(fc.tuple(name, text), { maxLength: 8 })
    .map((pairs) => String(new URLSearchParams(pairs)));
  const raw = fc.string({ unit: character, maxLength: 20 }).map((part) => part.replace(/[^\x21-\x7e]/g, '%'));
  const path = fc.constantFrom(
    ...['/oauth2/authorize', '/oauth2/token', '/oauth2/revoke', '/oauth2/userInfo', '/login', '/signup'],
    ...['/confirm', '/resend', '/logout', '/', '', `/${running.poolId}/.well-known/jwks.json`, '/../x', '//'],
  );
  const method = fc.constantFrom('GET', 'POST', 'POST', 'HEAD', 'OPTIONS', 'PUT', 'TRACE');
  await fc.assert(
    fc.asyncProperty(
      method,
      path,
      fc.oneof(fields, raw),
      fc.oneof(fields, raw),
      async (how, where, query, body) => {
        const reply = await send(running.port, `/_cognito${where}?${query}`, {
          method: how,
          headers: { 'Content-Type': 'application/x-www-form-urlencoded', Authorization: 'Bearer x' },
          body,
        });
        expect(reply.status).toBeGreaterThanOrEqual(200);
        expect(reply.status).toBeLessThan(500);
        // Nobody is sent anywhere but to the website.
        if (reply.headers.location) expect(reply.headers.location.startsWith(WEBSITE)).toBe(true);
      },
    ),
    { numRuns: 300 },
  );
});

test('any text is a token that is valid or not', async () => {
  const running = await run();
  const check = running.pools.tokenCheckByArn(running.poolArn);
  const part = fc.oneof(
    fc.jsonValue().map((value) => Buffer.from(JSON.stringify(value)).toString('base64url')),
    fc
      .record({ alg: fc.constantFrom('RS256', 'none', 1, null), kid: fc.jsonValue() })
      .map((header) => Buffer.from(JSON.stringify(header)).toString('base64url')),
    fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString('base64url')),
  );
  const token = fc.oneof(
    fc.string(),
    fc.array(part, { minLength: 3, maxLength: 3 }).map((three) => three.join('.')),
  );
  await fc.assert(
    fc.asyncProperty(token, async (text) => {
      expect(await check?.(text)).toEqual({ kind: 'invalid', reason: expect.any(String) });
    }),
    { numRuns: 300 },
  );
});
