import { type Claims, type Credentials, claimsOf } from '../identity';
import { allows } from '../permissions';
import { type Action, type ActionCall, flag, required } from './action';

/** Signs in to AWS as the job that it is part of, and leaves the keys to the steps that follow. */
export const configureAwsCredentials: Action = {
  inputs: [
    ...['audience', 'aws-region', 'mask-aws-account-id', 'role-duration-seconds', 'role-session-name'],
    'role-to-assume',
  ],
  async run(call) {
    const { job, log, input, output } = call;
    const region = required(call, 'aws-region');
    if (!/^[a-z0-9-]+$/.test(region)) throw new Error(`Region is not valid: ${region}`);
    Object.assign(job.env, { AWS_REGION: region, AWS_DEFAULT_REGION: region });
    const role = input('role-to-assume');
    const allowed = allows(job.permissions, 'id-token', 'write');
    if (role !== '' && !allowed)
      log.write(
        'It looks like you might be trying to authenticate with OIDC. Did you mean to set the `id-token` permission? If you are not trying to authenticate with OIDC and the action is working successfully, you can ignore this message.',
      );
    // Then the real one looks for keys elsewhere, which a job does not have.
    if (role === '' || !allowed)
      throw new Error(
        'Credentials could not be loaded, please check your action inputs: Could not load credentials from any providers',
      );
    if (!role.startsWith('arn:aws'))
      throw new Error('Source Account ID is needed if the Role Name is provided and not the Role Arn.');
    const account = role.split(':')[4] ?? '';
    if (flag(call, 'mask-aws-account-id', false)) job.masks.add(account);
    const keys = await signIn(call, role, region);
    for (const secret of Object.values(keys)) job.masks.add(secret);
    Object.assign(job.env, {
      AWS_ACCESS_KEY_ID: keys.accessKeyId,
      AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
      AWS_SESSION_TOKEN: keys.sessionToken,
    });
    output('aws-account-id', account);
    log.write(`Authenticated as ${role}`);
  },
};

async function signIn({ job, input }: ActionCall, role: string, region: string): Promise<Credentials> {
  const { cloud } = job.run.options;
  if (cloud === undefined) throw new Error('The option `cloud` of runWorkflow is needed to sign in.');
  const claims: Claims = claimsOf(job.contexts.github as Record<string, unknown>, {
    environment: job.environment,
    audience: input('audience') || 'sts.amazonaws.com',
    immutableSubject: job.run.repository.immutableSubject,
  });
  try {
    return await cloud.assumeRole(role, claims, {
      name: input('role-session-name') || 'GitHubActions',
      region,
      seconds: Number(input('role-duration-seconds')) || 3600,
    });
  } catch (error) {
    throw new Error(`Could not assume role with OIDC: ${error instanceof Error ? error.message : error}`);
  }
}
