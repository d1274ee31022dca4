import {
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  ConfirmSignUpCommand,
  ResendConfirmationCodeCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { type RunningPools, run, sdkClient } from './support/running-pools';
import { ABSENT, type TemplateSpec } from './support/template';
import { addUser, PASSWORD, refusal, signIn } from './support/users';

const Username = 'ann@example.com';

async function start(spec?: TemplateSpec) {
  const running = await run(spec);
  // As a website has it: without credentials.
  const cognito = sdkClient(running.url);
  const ClientId = running.clientId;
  return {
    ...running,
    signUp: (Password = PASSWORD) => cognito.send(new SignUpCommand({ ClientId, Username, Password })),
    confirm: (ConfirmationCode: string, name = Username) =>
      cognito.send(new ConfirmSignUpCommand({ ClientId, Username: name, ConfirmationCode })),
    resend: (name = Username) =>
      cognito.send(new ResendConfirmationCodeCommand({ ClientId, Username: name })),
  };
}

function codeIn({ mails }: Pick<RunningPools, 'mails'>): string {
  return /\d{6}/.exec(mails.at(-1)?.text ?? '')?.[0] ?? '';
}

/** Another code of six digits. */
const other = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

const mismatch = refusal('CodeMismatchException', 'Invalid verification code provided, please try again.');
const expired = refusal('ExpiredCodeException', 'Invalid code provided, please request a code again.');

test('who signs up gets a code by e-mail, and can sign in once it was given back', async () => {
  const running = await start();
  const answer = await running.signUp();
  expect(answer).toMatchObject({
    UserConfirmed: false,
    UserSub: expect.any(String),
    CodeDeliveryDetails: { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: 'a***@e***' },
  });
  expect(running.mails).toEqual([
    { to: Username, text: `The verification code to your new account is ${codeIn(running)}` },
  ]);
  await expect(signIn(running)).rejects.toEqual(
    refusal('UserNotConfirmedException', 'User is not confirmed.'),
  );
  await running.confirm(codeIn(running));
  await expect(signIn(running)).resolves.toHaveProperty('IdToken');
  const user = await running.cognito.send(new AdminGetUserCommand({ UserPoolId: running.poolId, Username }));
  expect(user).toMatchObject({ UserStatus: 'CONFIRMED', Username: answer.UserSub });
  expect(user.UserAttributes).toContainEqual({ Name: 'email_verified', Value: 'true' });
});

test('five wrong codes void the right one, and a new one can be asked for', async () => {
  const running = await start();
  await running.signUp();
  const first = codeIn(running);
  for (let attempt = 1; attempt <= 5; attempt++) {
    await expect(running.confirm(other(first))).rejects.toEqual(mismatch);
  }
  await expect(running.confirm(first)).rejects.toEqual(expired);
  await running.resend();
  await running.confirm(codeIn(running));
});

test('guesses that are made at once count as well', async () => {
  const running = await start();
  await running.signUp();
  const code = codeIn(running);
  const guesses = await Promise.allSettled(Array.from({ length: 12 }, () => running.confirm(other(code))));
  const reasons = guesses.map((guess) => (guess.status === 'rejected' ? guess.reason.name : 'confirmed'));
  expect(reasons.filter((name) => name === 'CodeMismatchException')).toHaveLength(5);
  expect(reasons.filter((name) => name === 'ExpiredCodeException')).toHaveLength(7);
});

test('a new code voids the one before, and a day voids each', async () => {
  const running = await start();
  await running.signUp();
  const first = codeIn(running);
  while (codeIn(running) === first) await running.resend();
  await expect(running.confirm(first)).rejects.toEqual(mismatch);
  running.clock.now += 24 * 60 * 60 * 1_000;
  await expect(running.confirm(codeIn(running))).rejects.toEqual(expired);
});

test('who is confirmed is not confirmed again', async () => {
  const running = await start();
  await running.signUp();
  await running.confirm(codeIn(running));
  await expect(running.confirm(codeIn(running))).rejects.toEqual(
    refusal('NotAuthorizedException', 'User cannot be confirmed. Current status is CONFIRMED'),
  );
  await expect(running.resend()).rejects.toEqual(
    refusal('InvalidParameterException', 'User is already confirmed.'),
  );
});

test('an address that has signed up is refused, whoever comes with it', async () => {
  const running = await start();
  await addUser(running);
  await expect(running.signUp()).rejects.toEqual(
    refusal('UsernameExistsException', 'An account with the given email already exists.'),
  );
});

test('of two who sign up with one address at once, one does', async () => {
  const running = await start();
  const both = await Promise.allSettled([running.signUp(), running.signUp()]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});

test('nobody learns from codes who is a user', async () => {
  const running = await start();
  const { CodeDeliveryDetails } = await running.resend('nobody@example.com');
  expect(CodeDeliveryDetails).toMatchObject({ Destination: 'n***@e***' });
  expect(running.mails).toEqual([]);
  await expect(running.confirm('000000', 'nobody@example.com')).rejects.toEqual(expired);
});

test('unless the client says it may be known', async () => {
  const running = await start({ client: { PreventUserExistenceErrors: 'LEGACY' } });
  const missing = refusal('UserNotFoundException', 'User does not exist.');
  await expect(running.resend('nobody@example.com')).rejects.toEqual(missing);
  await expect(running.confirm('000000', 'nobody@example.com')).rejects.toEqual(missing);
});

test('a pool whose users are made by administrators takes nobody else', async () => {
  const running = await start({ pool: { AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } } });
  await expect(running.signUp()).rejects.toEqual(
    refusal('NotAuthorizedException', 'SignUp is not permitted for this user pool'),
  );
});

test('nobody verifies their own address by saying so', async () => {
  const { cognito, clientId: ClientId } = await run();
  const UserAttributes = [{ Name: 'email_verified', Value: 'true' }];
  const command = new SignUpCommand({ ClientId, Username, Password: PASSWORD, UserAttributes });
  await expect(cognito.send(command)).rejects.toEqual(
    refusal('NotAuthorizedException', 'A client attempted to write unauthorized attribute'),
  );
});

test.each([
  ['Short-1', 'Password did not conform with policy: Password not long enough'],
  ['CORRECT-HORSE-1', 'Password did not conform with policy: Password must have lowercase characters'],
  ['correct-horse-1', 'Password did not conform with policy: Password must have uppercase characters'],
  ['Correct-Horse-x', 'Password did not conform with policy: Password must have numeric characters'],
  ['CorrectHorse1', 'Password did not conform with policy: Password must have symbol characters'],
])('the password %s is refused', async (password, message) => {
  const running = await start();
  await expect(running.signUp(password)).rejects.toEqual(refusal('InvalidPasswordException', message));
});

test.each([` ${PASSWORD}`, `${PASSWORD}${'x'.repeat(256)}`])('so is %j', async (password) => {
  const running = await start();
  await expect(running.signUp(password)).rejects.toEqual(
    refusal('InvalidParameterException', /at most 256 characters, and no space at either end/),
  );
});

test('a policy asks for what it names, and without one all is asked for', async () => {
  const lax = await start({ pool: { Policies: { PasswordPolicy: { MinimumLength: 6 } } } });
  await expect(lax.signUp('abcdef')).resolves.toHaveProperty('UserSub');
  const own = await start({ pool: { Policies: ABSENT } });
  await expect(own.signUp('abcdefgh')).rejects.toHaveProperty('name', 'InvalidPasswordException');
  await expect(own.signUp('abcdeF1!')).resolves.toHaveProperty('UserSub');
});

test('who is removed before the code was given is gone', async () => {
  const running = await start();
  await running.signUp();
  await running.cognito.send(new AdminDeleteUserCommand({ UserPoolId: running.poolId, Username }));
  await expect(running.confirm(codeIn(running))).rejects.toEqual(expired);
});
