import {
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  DescribeUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { openUserPool, type PoolAddress, type UserPool } from '../../../postman/users/user-pool';
import { type Moto, motoIsHere, startMoto } from '../moto';
import { accessTemplates, roleCalled } from './access-templates';
import { type IamGate, type PermissionPolicy, startIamGate } from './iam-gate';

// Moto is a Python package, which nothing here installs: where it is missing these are skipped, and said to be.
const describeWithMoto = motoIsHere() ? describe : describe.skip;

describeWithMoto('with the permissions of the role for testing dev, and no others', () => {
  const key = 'AKIAOFTHEROLE';
  const { Policies } = roleCalled('groundwork-contract-dev', accessTemplates());
  const policy = Policies[0].PolicyDocument as PermissionPolicy;
  const before = { ...process.env };
  let moto: Moto;
  let gate: IamGate;
  let owner: CognitoIdentityProviderClient;

  beforeAll(async () => {
    moto = await startMoto();
    owner = new CognitoIdentityProviderClient({
      endpoint: moto.endpoint,
      region: 'eu-west-1',
      credentials: { accessKeyId: 'owner', secretAccessKey: 'owner' },
    });
    const tagsOf = async (resource: string) => {
      const UserPoolId = resource.slice(resource.indexOf('/') + 1);
      const { UserPool } = await owner.send(new DescribeUserPoolCommand({ UserPoolId }));
      return UserPool?.UserPoolTags ?? {};
    };
    gate = await startIamGate({ upstream: moto.endpoint, key, policy, tagsOf });
    const credentials = { AWS_ACCESS_KEY_ID: key, AWS_SECRET_ACCESS_KEY: 'test' };
    Object.assign(process.env, { ...credentials, AWS_ENDPOINT_URL: gate.endpoint });
  });
  afterAll(async () => {
    process.env = before;
    owner?.destroy();
    await gate?.stop();
    await moto?.stop();
  });

  async function poolTagged(UserPoolTags: Record<string, string>): Promise<PoolAddress> {
    const { UserPool } = await owner.send(new CreateUserPoolCommand({ PoolName: 'any', UserPoolTags }));
    const UserPoolId = UserPool?.Id ?? '';
    const ExplicitAuthFlows = ['ALLOW_ADMIN_USER_PASSWORD_AUTH' as const];
    const { UserPoolClient } = await owner.send(
      new CreateUserPoolClientCommand({ UserPoolId, ClientName: 'website', ExplicitAuthFlows }),
    );
    return { id: UserPoolId, clientId: UserPoolClient?.ClientId ?? '' };
  }

  async function within<T>(address: PoolAddress, work: (pool: UserPool) => Promise<T>): Promise<T> {
    const pool = openUserPool(address);
    return work(pool).finally(() => pool.close());
  }

  test('the runner makes, signs in, finds and deletes its users, and asks for everything that it may', async () => {
    const address = await poolTagged({ 'groundwork-stage': 'dev' });
    await within(address, async (pool) => {
      await pool.create('someone@throwaway.invalid');
      expect((await pool.signIn('someone@throwaway.invalid')).idToken).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
      expect(await pool.list('some')).toHaveLength(1);
      await pool.remove('someone@throwaway.invalid');
      expect(await pool.list('some')).toEqual([]);
    });
    expect([...gate.refused]).toEqual([]);
    expect([...gate.asked].sort()).toEqual(
      [policy.Statement[0]?.Action]
        .flat()
        .map((action) => `${action} arn:aws:cognito-idp:eu-west-1:123456789012:userpool/${address.id}`),
    );
  });

  test.each([
    ['of prod', { 'groundwork-stage': 'prod' }],
    ['without a tag', {}],
  ])('the users of a pool %s are out of reach', async (_, tags: Record<string, string>) => {
    const address = await poolTagged(tags);
    const attempts = [
      (pool: UserPool) => pool.create('someone@throwaway.invalid'),
      (pool: UserPool) => pool.signIn('someone@throwaway.invalid'),
      (pool: UserPool) => pool.list('some'),
      (pool: UserPool) => pool.remove('someone@throwaway.invalid'),
    ];
    for (const attempt of attempts)
      await expect(within<unknown>(address, attempt)).rejects.toThrow(/These AWS credentials may not use/);
  });
});
