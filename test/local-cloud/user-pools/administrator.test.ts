import {
  AdminConfirmSignUpCommand,
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminInitiateAuthCommand,
  AdminSetUserPasswordCommand,
  DescribeUserPoolClientCommand,
  ListUserPoolClientsCommand,
  ListUserPoolsCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { run } from './support/running-pools';
import { ABSENT } from './support/template';
import { addUser, PASSWORD, refusal, signIn } from './support/users';

const Username = 'ann@example.com';
const uuid = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

test('pools and clients are found by their names, and a public client has no secret', async () => {
  const { cognito, poolId: UserPoolId, clientId: ClientId } = await run();
  const { UserPools } = await cognito.send(new ListUserPoolsCommand({ MaxResults: 10 }));
  expect(UserPools).toMatchObject([{ Id: UserPoolId, Name: 'shop' }]);
  const { UserPoolClients } = await cognito.send(new ListUserPoolClientsCommand({ UserPoolId }));
  expect(UserPoolClients).toEqual([{ ClientId, UserPoolId, ClientName: 'website' }]);
  const { UserPoolClient } = await cognito.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId }));
  expect(UserPoolClient).toMatchObject({ AllowedOAuthScopes: ['openid', 'email'], IdTokenValidity: 3_600 });
  expect(UserPoolClient).not.toHaveProperty('ClientSecret');
});

test('a user is made with a temporary password and no mail, and is there under address and user name', async () => {
  const { cognito, poolId: UserPoolId, mails } = await run();
  const { User } = await cognito.send(
    new AdminCreateUserCommand({
      UserPoolId,
      Username,
      MessageAction: 'SUPPRESS',
      UserAttributes: [{ Name: 'email_verified', Value: 'True' }],
    }),
  );
  expect(User).toMatchObject({
    Username: expect.stringMatching(uuid),
    Enabled: true,
    UserStatus: 'FORCE_CHANGE_PASSWORD',
    UserCreateDate: expect.any(Date),
    Attributes: [
      { Name: 'sub', Value: User?.Username },
      { Name: 'email_verified', Value: 'true' },
      { Name: 'email', Value: Username },
    ],
  });
  expect(mails).toEqual([]);
  for (const name of [User?.Username, 'Ann@Example.COM']) {
    const got = await cognito.send(new AdminGetUserCommand({ UserPoolId, Username: name }));
    expect(got).toMatchObject({ Username: User?.Username, UserAttributes: User?.Attributes });
  }
});

test('an invitation holds the temporary password, which is not enough to sign in with here', async () => {
  const running = await run();
  const { cognito, poolId: UserPoolId, clientId: ClientId, mails } = running;
  await cognito.send(new AdminCreateUserCommand({ UserPoolId, Username, TemporaryPassword: PASSWORD }));
  expect(mails).toEqual([{ to: Username, text: expect.stringContaining(PASSWORD) }]);
  const attempt = new AdminInitiateAuthCommand({
    UserPoolId,
    ClientId,
    AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: Username, PASSWORD },
  });
  await expect(cognito.send(attempt)).rejects.toEqual(
    refusal('UnsupportedOperationException', /NEW_PASSWORD_REQUIRED.*AdminSetUserPassword/),
  );
  await cognito.send(
    new AdminSetUserPasswordCommand({ UserPoolId, Username, Password: PASSWORD, Permanent: true }),
  );
  await expect(signIn(running)).resolves.toHaveProperty('IdToken');
});

test.each([12, 99])(
  'an invitation without a password has one that fits a policy of %d characters',
  async (length) => {
    const Policies = {
      PasswordPolicy: { MinimumLength: length, RequireSymbols: true, RequireNumbers: true },
    };
    const { cognito, poolId: UserPoolId, mails } = await run({ pool: { Policies } });
    await cognito.send(new AdminCreateUserCommand({ UserPoolId, Username }));
    expect(mails[0]?.text).toMatch(new RegExp(`temporary password is \\S{${Math.max(20, length)}}$`));
  },
);

test('an address has one user, however it is written', async () => {
  const running = await run();
  await addUser(running);
  await expect(addUser(running, 'ANN@example.com')).rejects.toEqual(
    refusal('UsernameExistsException', 'An account with the given email already exists.'),
  );
});

test('where case counts, it does', async () => {
  const running = await run({ pool: { UsernameConfiguration: { CaseSensitive: true } } });
  const first = await addUser(running);
  expect(await addUser(running, 'ANN@example.com')).not.toBe(first);
});

test('where users are known by a name of their own, that is their name', async () => {
  const running = await run({ pool: { UsernameAttributes: ABSENT, Schema: [] } });
  expect(await addUser(running, 'ann')).toBe('ann');
  await expect(addUser(running, 'ann')).rejects.toEqual(
    refusal('UsernameExistsException', 'User account already exists'),
  );
});

test.each(['ann', 'a b@example.com', 'ann@example.com\nforged line', 'ann@localhost', '<b>@example.com'])(
  'the name %j is no e-mail address',
  async (name) => {
    await expect(addUser(await run(), name)).rejects.toEqual(
      refusal('InvalidParameterException', 'Username should be an email.'),
    );
  },
);

test.each([
  ['shoe_size', /shoe_size: Attribute does not exist in the schema/],
  ['__proto__', /__proto__: Attribute does not exist in the schema/],
  ['sub', /sub: Attribute does not exist in the schema/],
])('an attribute %s is refused', async (Name, message) => {
  const { cognito, poolId: UserPoolId } = await run();
  const command = new AdminCreateUserCommand({
    UserPoolId,
    Username,
    UserAttributes: [{ Name, Value: '1' }],
  });
  await expect(cognito.send(command)).rejects.toEqual(refusal('InvalidParameterException', message));
});

test('a user who is removed is gone, and the address is free again', async () => {
  const running = await run();
  const { cognito, poolId: UserPoolId } = running;
  const sub = await addUser(running);
  await cognito.send(new AdminDeleteUserCommand({ UserPoolId, Username }));
  const missing = refusal('UserNotFoundException', 'User does not exist.');
  await expect(cognito.send(new AdminGetUserCommand({ UserPoolId, Username: sub }))).rejects.toEqual(missing);
  await expect(cognito.send(new AdminDeleteUserCommand({ UserPoolId, Username }))).rejects.toEqual(missing);
  expect(await addUser(running)).not.toBe(sub);
});

test('an administrator confirms who has signed up', async () => {
  const { cognito, poolId: UserPoolId, clientId: ClientId } = await run();
  await cognito.send(new SignUpCommand({ ClientId, Username, Password: PASSWORD }));
  const confirm = new AdminConfirmSignUpCommand({ UserPoolId, Username });
  await cognito.send(confirm);
  const user = await cognito.send(new AdminGetUserCommand({ UserPoolId, Username }));
  expect(user.UserStatus).toBe('CONFIRMED');
  await expect(cognito.send(confirm)).rejects.toEqual(
    refusal('NotAuthorizedException', 'User cannot be confirmed. Current status is CONFIRMED'),
  );
});

test('a pool that is not here is said not to be', async () => {
  const { cognito } = await run();
  await expect(
    cognito.send(new AdminGetUserCommand({ UserPoolId: 'eu-central-1_000000000', Username })),
  ).rejects.toEqual(refusal('ResourceNotFoundException', 'User pool eu-central-1_000000000 does not exist.'));
});
