import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { App, Stack, Stage } from 'aws-cdk-lib';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { repository as checkout, temporaryDirectory } from '../../end-to-end/npm-start';
import { type Moto, motoIsHere, signedIn, startMoto } from '../moto';
import { accessTemplates, repository, roleCalled } from './access-templates';
import { bootstrap, copyWithRepository, type Ended } from './bootstrap-command';
import { type PermissionPolicy, startIamGate } from './iam-gate';

const run = promisify(execFile);
// Moto is a Python package, which nothing here installs: where it is missing these are skipped, and said to be.
const describeWithMoto = motoIsHere() ? describe : describe.skip;

const home = temporaryDirectory();

describeWithMoto('against moto', () => {
  const templates = accessTemplates();
  const copy = copyWithRepository(repository);
  let moto: Moto;
  let made: Ended;

  beforeAll(async () => {
    moto = await startMoto();
    made = await bootstrap([], { root: copy.root, env: signedIn(moto.endpoint, home) });
  });
  afterAll(() => moto?.stop());

  /** The document that an answer of IAM holds. That of a permission policy comes with Python's quotes. */
  const documentIn = (xml: string, element: string) => {
    const [, text = ''] = new RegExp(`<${element}>([^<]+)</${element}>`).exec(xml) ?? [];
    return JSON.parse(decodeURIComponent(text).replaceAll(/'|&quot;|&#39;/g, '"'));
  };

  test('npm run bootstrap makes what it says and ends well', async () => {
    expect(made).toMatchObject({ code: 0 });
    const stacks = await moto.call('cloudformation', { Action: 'ListStacks', Version: '2010-05-15' });
    for (const stack of ['CDKToolkit', 'groundwork-pipeline-access', 'groundwork-api-logs'])
      expect(stacks).toContain(`<StackName>${stack}</StackName>`);
  });

  test.each([
    'groundwork-deploy-dev',
    'groundwork-deploy-prod',
    'groundwork-contract-dev',
    'groundwork-contract-prod',
    'groundwork-diff',
  ])('the role %s is there as it was synthesised', async (name) => {
    const { AssumeRolePolicyDocument, Policies } = roleCalled(name, templates);
    const iam = (Action: string, more = {}) =>
      moto.call('iam', { Action, Version: '2010-05-08', RoleName: name, ...more });
    expect(documentIn(await iam('GetRole'), 'AssumeRolePolicyDocument')).toEqual(AssumeRolePolicyDocument);
    const policy = await iam('GetRolePolicy', { PolicyName: 'Only' });
    expect(documentIn(policy, 'PolicyDocument')).toEqual(Policies[0].PolicyDocument);
    expect(await iam('ListAttachedRolePolicies')).not.toContain('<PolicyArn>');
  });

  test('it prints what to set on GitHub, for the account and the region that it was', () => {
    const role = (name: string) => `arn:aws:iam::123456789012:role/groundwork-${name}`;
    for (const line of [
      `gh variable set AWS_ROLE_ARN --repo Acme/shop --env dev --body ${role('deploy-dev')}`,
      `gh variable set AWS_ROLE_ARN --repo Acme/shop --env prod --body ${role('deploy-prod')}`,
      `gh variable set AWS_CONTRACT_ROLE_ARN --repo Acme/shop --env dev --body ${role('contract-dev')}`,
      `gh variable set AWS_CONTRACT_ROLE_ARN --repo Acme/shop --env prod --body ${role('contract-prod')}`,
      'gh variable set AWS_REGION --repo Acme/shop --env prod --body eu-west-1',
      `gh variable set AWS_DIFF_ROLE_ARN --repo Acme/shop --body ${role('diff')}`,
    ])
      expect(made.output).toContain(line);
  });

  describe('with the permissions of a role, and no others', () => {
    const assembly = temporaryDirectory();

    // A stage of the shape of ours: moto ends with an error where a method of an API is a mock.
    beforeAll(() => {
      const app = new App({ outdir: assembly });
      const stack = new Stack(new Stage(app, 'Dev'), 'Backend', { stackName: 'groundwork-dev' });
      new Asset(stack, 'Code', { path: __filename });
      new StringParameter(stack, 'Parameter', { parameterName: 'any', stringValue: 'any' });
      app.synth();
    });

    /** Runs the CDK as the pipeline does, with a key that may do what the role may. */
    async function cdkAs(role: string, args: readonly string[]) {
      const key = 'AKIAOFTHEROLE';
      const policy = roleCalled(role, templates).Policies[0].PolicyDocument as PermissionPolicy;
      const gate = await startIamGate({ upstream: moto.endpoint, key, policy });
      const cdk = [require.resolve('aws-cdk/bin/cdk'), ...args, '--app', `${assembly}/assembly-Dev`];
      try {
        const result = await run(process.execPath, [...cdk, '--no-notices'], {
          cwd: checkout,
          env: signedIn(gate.endpoint, home, key),
        }).catch((error) => error);
        return { ...gate, output: `${result.stdout}\n${result.stderr}`, code: result.code ?? 0 };
      } finally {
        await gate.stop();
      }
    }

    const cdkRole = (name: string) =>
      `sts:AssumeRole arn:aws:iam::123456789012:role/cdk-hnb659fds-${name}-123456789012-eu-west-1`;
    const onStack = (action: string) =>
      `cloudformation:${action} arn:aws:cloudformation:eu-west-1:123456789012:stack/groundwork-dev/*`;

    test('the CDK deploys, and never asks for its lookup role', async () => {
      const deploy = ['deploy', '--all', '--require-approval', 'never'];
      const { asked, output, code } = await cdkAs('groundwork-deploy-dev', deploy);
      expect(output).toContain('✅  Dev/Backend (groundwork-dev)');
      expect(code).toBe(0);
      expect([...asked].sort()).toEqual([
        cdkRole('deploy-role'),
        cdkRole('file-publishing-role'),
        'sts:GetCallerIdentity *',
      ]);
    });

    test('the CDK compares what was deployed, and does so itself when it may not take on its lookup role', async () => {
      const diff = ['diff', '--method=template', '--fail'];
      const { asked, refused, output, code } = await cdkAs('groundwork-diff', diff);
      expect(output).toContain('There were no differences');
      expect(code).toBe(0);
      expect([...refused]).toEqual([cdkRole('lookup-role')]);
      expect([...asked].sort()).toEqual([
        onStack('DescribeStacks'),
        onStack('GetTemplate'),
        cdkRole('lookup-role'),
        ...(asked.has('sts:GetCallerIdentity *') ? ['sts:GetCallerIdentity *'] : []),
      ]);
    });
  });
});
