import {
  AdminDeleteUserCommand,
  AdminInitiateAuthCommand,
  type AuthFlowType,
  GetUserCommand,
  GlobalSignOutCommand,
  InitiateAuthCommand,
  RevokeTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { type RunningPools, run, sdkClient } from './support/running-pools';
import { addUser, PASSWORD, refusal, signIn } from './support/users';

const USERNAME = 'ann@example.com';
const wrong = refusal('NotAuthorizedException', 'Incorrect username or password.');

function refresh({ url, clientId }: RunningPools, REFRESH_TOKEN: string, ClientId = clientId) {
  return sdkClient(url).send(
    new InitiateAuthCommand({ ClientId, AuthFlow: 'REFRESH_TOKEN_AUTH', AuthParameters: { REFRESH_TOKEN } }),
  );
}

function signInBy({ url, clientId }: RunningPools, AuthFlow: AuthFlowType, AuthParameters = {}) {
  return sdkClient(url).send(new InitiateAuthCommand({ ClientId: clientId, AuthFlow, AuthParameters }));
}

test('a wrong password and a user who is not there are answered alike', async () => {
  const running = await run();
  const { cognito, poolId: UserPoolId, clientId: ClientId } = running;
  await addUser(running);
  for (const AuthParameters of [
    { USERNAME, PASSWORD: `${PASSWORD}x` },
    { USERNAME: 'nobody@example.com', PASSWORD },
    { USERNAME: '__proto__', PASSWORD },
  ]) {
    const command = { UserPoolId, ClientId, AuthFlow: 'ADMIN_USER_PASSWORD_AUTH', AuthParameters } as const;
    await expect(cognito.send(new AdminInitiateAuthCommand(command))).rejects.toEqual(wrong);
  }
});

test('unless the client says they may be told apart', async () => {
  const running = await run({ client: { PreventUserExistenceErrors: 'LEGACY' } });
  await expect(signIn(running)).rejects.toEqual(refusal('UserNotFoundException', 'User does not exist.'));
});

test('a flow that the client does not allow is refused', async () => {
  const running = await run({ client: { ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'] } });
  await addUser(running);
  const refused = (flow: string) =>
    refusal('InvalidParameterException', `${flow} flow not enabled for this client`);
  await expect(signIn(running)).rejects.toEqual(refused('ADMIN_USER_PASSWORD_AUTH'));
  await expect(refresh(running, 'token')).rejects.toEqual(refused('REFRESH_TOKEN_AUTH'));
  const byPassword = await signInBy(running, 'USER_PASSWORD_AUTH', { USERNAME, PASSWORD });
  expect(byPassword.AuthenticationResult).toHaveProperty('IdToken');
});

test('so is one that only administrators may use, and one that is not run', async () => {
  const running = await run({ client: { ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'] } });
  for (const flow of ['ADMIN_USER_PASSWORD_AUTH', 'USER_SRP_AUTH'] as const) {
    await expect(signInBy(running, flow)).rejects.toEqual(
      refusal(
        'InvalidParameterException',
        `The auth flow ${flow} is not run by this operation of the local user pool.`,
      ),
    );
  }
});

test('what is missing is named', async () => {
  const running = await run({ client: { ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'] } });
  await expect(signInBy(running, 'USER_PASSWORD_AUTH', { USERNAME })).rejects.toEqual(
    refusal('InvalidParameterException', 'Missing required parameter PASSWORD'),
  );
});

test('a refresh token gives new tokens of the same sign-in, and no further refresh token', async () => {
  const running = await run();
  await addUser(running);
  const first = await signIn(running);
  running.clock.now += 60_000;
  const { AuthenticationResult: second } = await refresh(running, first.RefreshToken);
  expect(second).not.toHaveProperty('RefreshToken');
  const before = decodeJwt(first.IdToken);
  const after = decodeJwt(second?.IdToken ?? '');
  expect(after).toMatchObject({
    sub: before.sub,
    origin_jti: before.origin_jti,
    auth_time: before.auth_time,
    iat: (before.iat ?? 0) + 60,
  });
  expect(after.jti).not.toBe(before.jti);
});

test('a refresh token is good for its time, and for its client', async () => {
  const other = {
    Type: 'AWS::Cognito::UserPoolClient',
    Properties: { UserPoolId: { Ref: 'Users' }, ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'] },
  };
  const running = await run({ extra: { Other: other } });
  await addUser(running);
  const { RefreshToken } = await signIn(running);
  const invalid = refusal('NotAuthorizedException', 'Invalid Refresh Token');
  const otherId = running.otherClientId('Other');
  await expect(refresh(running, RefreshToken, otherId)).rejects.toEqual(invalid);
  await expect(refresh(running, `${RefreshToken}x`)).rejects.toEqual(invalid);
  running.clock.now += 30 * 24 * 60 * 60 * 1_000;
  await expect(refresh(running, RefreshToken)).rejects.toEqual(
    refusal('NotAuthorizedException', 'Refresh Token has expired'),
  );
});

test('a refresh token of a user who is removed is good for nothing', async () => {
  const running = await run();
  await addUser(running);
  const { RefreshToken } = await signIn(running);
  await running.cognito.send(new AdminDeleteUserCommand({ UserPoolId: running.poolId, Username: USERNAME }));
  await expect(refresh(running, RefreshToken)).rejects.toHaveProperty('name', 'NotAuthorizedException');
});

test('a refresh token that is revoked takes the access tokens of its sign-in with it, and no others', async () => {
  const running = await run();
  await addUser(running);
  const [one, two] = [await signIn(running), await signIn(running)];
  const everybody = sdkClient(running.url);
  const getUser = (AccessToken: string) => everybody.send(new GetUserCommand({ AccessToken }));
  expect(await getUser(one.AccessToken)).toMatchObject({ Username: decodeJwt(one.IdToken).sub });
  await everybody.send(new RevokeTokenCommand({ ClientId: running.clientId, Token: one.RefreshToken }));
  await everybody.send(new RevokeTokenCommand({ ClientId: running.clientId, Token: 'of nobody' }));
  await expect(refresh(running, one.RefreshToken)).rejects.toHaveProperty('name', 'NotAuthorizedException');
  await expect(getUser(one.AccessToken)).rejects.toEqual(
    refusal('NotAuthorizedException', 'Invalid Access Token'),
  );
  await expect(getUser(two.AccessToken)).resolves.toHaveProperty('Username');
  await expect(getUser(two.IdToken)).rejects.toHaveProperty('name', 'NotAuthorizedException');
});

test('who signs out everywhere has no sign-in left', async () => {
  const running = await run();
  await addUser(running);
  const [one, two] = [await signIn(running), await signIn(running)];
  const everybody = sdkClient(running.url);
  await everybody.send(new GlobalSignOutCommand({ AccessToken: one.AccessToken }));
  for (const { RefreshToken } of [one, two]) {
    await expect(refresh(running, RefreshToken)).rejects.toHaveProperty('name', 'NotAuthorizedException');
  }
});

test('where revoking is not enabled, nothing is revoked', async () => {
  const running = await run({ client: { EnableTokenRevocation: false } });
  await addUser(running);
  const { RefreshToken: Token } = await signIn(running);
  const revoke = new RevokeTokenCommand({ ClientId: running.clientId, Token });
  await expect(running.cognito.send(revoke)).rejects.toHaveProperty('name', 'UnsupportedOperationException');
  await expect(refresh(running, Token)).resolves.toHaveProperty('AuthenticationResult');
});
