import { AdminDeleteUserCommand, ListUsersCommand } from '@aws-sdk/client-cognito-identity-provider';
import { type RunningPools, run } from './support/running-pools';
import { addUser, refusal } from './support/users';

async function emails(
  { cognito, poolId }: RunningPools,
  query: { Filter?: string; Limit?: number; PaginationToken?: string } = {},
) {
  const command = new ListUsersCommand({ UserPoolId: poolId, AttributesToGet: ['email'], ...query });
  const { Users = [], PaginationToken } = await cognito.send(command);
  return { emails: Users.map(({ Attributes }) => Attributes?.[0]?.Value), PaginationToken };
}

test('users are listed a page at a time, the oldest first', async () => {
  const running = await run();
  for (const name of ['a', 'b', 'c']) {
    await addUser(running, `${name}@example.com`);
    running.clock.now += 1;
  }
  const first = await emails(running, { Limit: 2 });
  expect(first.emails).toEqual(['a@example.com', 'b@example.com']);
  const token = first.PaginationToken as string;
  expect(await emails(running, { Limit: 2, PaginationToken: token })).toEqual({ emails: ['c@example.com'] });
  expect(await emails(running, { Limit: 3 })).not.toHaveProperty('PaginationToken', expect.anything());
});

test('no user is passed over when those before are removed in between', async () => {
  const running = await run();
  for (const name of ['a', 'b', 'c']) {
    await addUser(running, `${name}@example.com`);
    running.clock.now += 1;
  }
  const { PaginationToken = '' } = await emails(running, { Limit: 2 });
  for (const Username of ['a@example.com', 'b@example.com']) {
    await running.cognito.send(new AdminDeleteUserCommand({ UserPoolId: running.poolId, Username }));
  }
  expect((await emails(running, { Limit: 2, PaginationToken })).emails).toEqual(['c@example.com']);
});

test('a filter finds users by the start of an attribute, or the whole', async () => {
  const running = await run();
  const sub = await addUser(running, 'run-1-ann@example.com');
  await addUser(running, 'run-2-ben@example.com');
  const found = async (Filter: string) => (await emails(running, { Filter })).emails;
  expect(await found('email ^= "run-1-"')).toEqual(['run-1-ann@example.com']);
  expect(await found('email ^= "RUN-"')).toHaveLength(2);
  expect(await found('"email" = "run-2-ben@example.com"')).toEqual(['run-2-ben@example.com']);
  expect(await found('email="run-2"')).toEqual([]);
  expect(await found(`sub = "${sub}"`)).toEqual(['run-1-ann@example.com']);
  expect(await found(`username = "${sub}"`)).toEqual(['run-1-ann@example.com']);
  expect(await found('cognito:user_status = "CONFIRMED"')).toHaveLength(2);
  expect(await found('status = "Disabled"')).toEqual([]);
  expect(await found('email = "\\""')).toEqual([]);
});

test.each([
  ['email', 'Error while parsing filter.'],
  ['email = ann', 'Error while parsing filter.'],
  ['email = "a" or email = "b"', 'Error while parsing filter.'],
  ['birthdate = "1"', 'Invalid search attribute: birthdate'],
])('the filter %s is refused', async (Filter, message) => {
  await expect(emails(await run(), { Filter })).rejects.toEqual(
    refusal('InvalidParameterException', message),
  );
});

test('a limit over 60, and a token that none of these answers gave, are refused', async () => {
  const running = await run();
  await expect(emails(running, { Limit: 61 })).rejects.toEqual(
    refusal('InvalidParameterException', /at 'limit' failed to satisfy constraint/),
  );
  await expect(emails(running, { PaginationToken: 'forged' })).rejects.toEqual(
    refusal('InvalidParameterException', 'Invalid pagination token given.'),
  );
});
