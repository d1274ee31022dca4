import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BackendStage } from '../../../infra/backend/backend-stage';
import { accountsOf } from '../../../infra/pipeline/access/accounts';
import { stackNames } from '../../../infra/pipeline/access/names';
import type { StageSettings } from '../../../infra/stages';
import { ofType, type StackTemplate, synthesised, theOnly } from '../../infra/synthesise';
import { accessTemplates, apart, filledIn, roleCalled, unplaced } from './access-templates';
import { only, trust } from './expected-policies';

const templates = accessTemplates();
const access = templates[stackNames.access]?.[0] as StackTemplate;
const apiLogs = templates[stackNames.apiLogs]?.[0] as StackTemplate;

const [dev, prod] = unplaced as [StageSettings, StageSettings];
function resourceTypes(template: StackTemplate): string[] {
  return Object.values(template.Resources)
    .map(({ Type }) => Type)
    .sort();
}

function roleNamesIn(template: StackTemplate | undefined): string[] {
  return template ? ofType(template, 'AWS::IAM::Role').map(({ Properties }) => Properties.RoleName) : [];
}

const allRoles = [
  'groundwork-deploy-dev',
  'groundwork-contract-dev',
  'groundwork-deploy-prod',
  'groundwork-contract-prod',
  'groundwork-diff',
];

test('the pipeline gets a provider and its roles, and nothing else is made', () => {
  expect(roleNamesIn(access)).toEqual(allRoles);
  expect(resourceTypes(access)).toEqual(['AWS::IAM::OIDCProvider', ...allRoles.map(() => 'AWS::IAM::Role')]);
});

test('the provider is that of GitHub, for AWS only, and outlives the stack', () => {
  expect(theOnly(access, 'AWS::IAM::OIDCProvider')).toMatchObject({
    Properties: {
      Url: 'https://token.actions.githubusercontent.com',
      ClientIdList: ['sts.amazonaws.com'],
    },
    DeletionPolicy: 'RetainExceptOnCreate',
    UpdateReplacePolicy: 'Retain',
  });
});

test.each(['dev', 'prod'])('the role of %s is exactly this', (stage) => {
  const { Description, ...rest } = roleCalled(`groundwork-deploy-${stage}`, templates);
  expect(Description).toContain(stage);
  expect(rest).toEqual({
    RoleName: `groundwork-deploy-${stage}`,
    MaxSessionDuration: 3600,
    AssumeRolePolicyDocument: trust({
      aud: 'sts.amazonaws.com',
      sub: [`repo:Acme/shop:environment:${stage}`, `repo:Acme@11/shop@22:environment:${stage}`],
      repository_id: '22',
      ref: 'refs/heads/main',
      environment: stage,
    }),
    Policies: only({
      Action: 'sts:AssumeRole',
      Resource: [
        'arn:aws:iam::123456789012:role/cdk-hnb659fds-deploy-role-123456789012-eu-west-1',
        'arn:aws:iam::123456789012:role/cdk-hnb659fds-file-publishing-role-123456789012-eu-west-1',
      ],
    }),
  });
});

test.each(['dev', 'prod'])('the role for testing %s is exactly this', (stage) => {
  const { Description, ...rest } = roleCalled(`groundwork-contract-${stage}`, templates);
  expect(Description).toContain(stage);
  expect(rest).toEqual({
    RoleName: `groundwork-contract-${stage}`,
    MaxSessionDuration: 3600,
    AssumeRolePolicyDocument: trust({
      aud: 'sts.amazonaws.com',
      sub: ['repo:Acme/shop:ref:refs/heads/main', 'repo:Acme@11/shop@22:ref:refs/heads/main'],
      repository_id: '22',
      ref: 'refs/heads/main',
      job_workflow_ref: 'Acme/shop/.github/workflows/deploy.yml@refs/heads/main',
    }),
    Policies: only({
      Action: [
        'cognito-idp:AdminCreateUser',
        'cognito-idp:AdminDeleteUser',
        'cognito-idp:AdminInitiateAuth',
        'cognito-idp:AdminSetUserPassword',
        'cognito-idp:ListUsers',
      ],
      Resource: 'arn:aws:cognito-idp:eu-west-1:123456789012:userpool/*',
      Condition: { StringEquals: { 'aws:ResourceTag/groundwork-stage': stage } },
    }),
  });
});

test('the pool of a stage has the tag that the role for testing it asks for, and no other pool has', () => {
  const tags = synthesised(
    (app) => [dev, prod].map((stage) => new BackendStage(app, stage)),
    (directory, app) =>
      app.synth().nestedAssemblies.map(({ nestedAssembly: { stacks } }) => {
        const [artifact] = stacks;
        const file = join(artifact?.assembly.directory ?? directory, artifact?.templateFile ?? '');
        const template = JSON.parse(readFileSync(file, 'utf8')) as StackTemplate;
        return theOnly(template, 'AWS::Cognito::UserPool').Properties.UserPoolTags;
      }),
  );
  expect(tags).toEqual([{ 'groundwork-stage': 'dev' }, { 'groundwork-stage': 'prod' }]);
});

test('the role that compares is exactly this', () => {
  const { Description, ...rest } = roleCalled('groundwork-diff', templates);
  expect(Description).toContain('changes nothing');
  expect(rest).toEqual({
    RoleName: 'groundwork-diff',
    MaxSessionDuration: 3600,
    AssumeRolePolicyDocument: trust({
      aud: 'sts.amazonaws.com',
      sub: ['repo:Acme/shop:pull_request', 'repo:Acme@11/shop@22:pull_request'],
      repository_id: '22',
    }),
    Policies: only({
      Action: ['cloudformation:DescribeStacks', 'cloudformation:GetTemplate'],
      Resource: ['dev', 'prod'].map(
        (stage) => `arn:aws:cloudformation:eu-west-1:123456789012:stack/groundwork-${stage}/*`,
      ),
    }),
  });
});

test('the roles are told as outputs, with the region', () => {
  expect(Object.keys(access.Outputs)).toEqual([
    'DeployDevRoleArn',
    'ContractDevRoleArn',
    'DeployProdRoleArn',
    'ContractProdRoleArn',
    'DiffRoleArn',
    'Region',
  ]);
  expect(filledIn(access.Outputs.Region?.Value)).toBe('eu-west-1');
});

test('a deploying role can take on the roles that the stage itself asks the CDK to use, and its stack is the one read', () => {
  const { stackName, roles } = synthesised(
    (app) => new BackendStage(app, dev),
    (_, app) => {
      const [artifact] = app.synth().getNestedAssembly('assembly-Dev').stacks;
      const manifest = join(artifact?.assembly.directory ?? '', `${artifact?.id}.assets.json`);
      const { files } = JSON.parse(readFileSync(manifest, 'utf8'));
      const publishing = Object.values(files as object).flatMap(({ destinations }) =>
        Object.values(destinations as object).map(({ assumeRoleArn }) => assumeRoleArn),
      );
      return { stackName: artifact?.stackName, roles: new Set([artifact?.assumeRoleArn, ...publishing]) };
    },
  );
  const [policy] = roleCalled('groundwork-deploy-dev', templates).Policies;
  expect([...roles].map(filledIn).sort()).toEqual(policy.PolicyDocument.Statement[0].Resource);
  expect(stackName).toBe('groundwork-dev');
});

test('with the provider that the account has already none is made, and the roles trust it all the same', () => {
  const existing = accessTemplates(unplaced, true);
  const template = existing[stackNames.access]?.[0] as StackTemplate;
  expect(resourceTypes(template)).toEqual(allRoles.map(() => 'AWS::IAM::Role'));
  for (const role of allRoles) expect(roleCalled(role, existing)).toEqual(roleCalled(role, templates));
});

test('API Gateway may write logs, and goes on doing so without the stack', () => {
  expect(resourceTypes(apiLogs)).toEqual(['AWS::ApiGateway::Account', 'AWS::IAM::Role']);
  for (const resource of Object.values(apiLogs.Resources)) {
    expect(resource).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  }
  const { Description, ...role } = filledIn(theOnly(apiLogs, 'AWS::IAM::Role').Properties) as Record<
    string,
    unknown
  >;
  expect(Description).toContain('API Gateway');
  expect(role).toEqual({
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'apigateway.amazonaws.com' } },
      ],
    },
    ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs'],
  });
});

describe('with stages in several accounts', () => {
  const several = accessTemplates(apart);
  const ofAccounts = several[stackNames.access] as StackTemplate[];

  test('each account gets the roles of its own stages, for its own account and region', () => {
    expect(ofAccounts.map(roleNamesIn)).toEqual([
      ['groundwork-deploy-dev', 'groundwork-contract-dev', 'groundwork-diff'],
      ['groundwork-deploy-prod', 'groundwork-contract-prod', 'groundwork-diff'],
    ]);
    expect(
      roleCalled('groundwork-deploy-prod', several).Policies[0].PolicyDocument.Statement[0].Resource,
    ).toEqual([
      'arn:aws:iam::222222222222:role/cdk-hnb659fds-deploy-role-222222222222-us-east-1',
      'arn:aws:iam::222222222222:role/cdk-hnb659fds-file-publishing-role-222222222222-us-east-1',
    ]);
    expect(
      roleCalled('groundwork-contract-prod', several).Policies[0].PolicyDocument.Statement[0].Resource,
    ).toBe('arn:aws:cognito-idp:us-east-1:222222222222:userpool/*');
  });

  test('one account with two regions gets the roles once and the setting twice', () => {
    const two = apart.map((stage) => ({ ...stage, account: '111111111111' }));
    const made = accessTemplates(two);
    expect(made[stackNames.access]).toHaveLength(1);
    expect(made[stackNames.apiLogs]).toHaveLength(2);
    const [statement] = roleCalled('groundwork-diff', made).Policies[0].PolicyDocument.Statement;
    expect(statement.Resource).toEqual([
      'arn:aws:cloudformation:eu-west-1:111111111111:stack/groundwork-dev/*',
      'arn:aws:cloudformation:us-east-1:111111111111:stack/groundwork-prod/*',
    ]);
  });

  test.each([
    ['account', [dev, { ...prod, account: '111111111111' }], /prod has an account and dev has none/],
    ['region', [dev, { ...prod, region: 'eu-west-1' }], /prod has a region and dev has none/],
  ])('a table in which the %s is given for some only is refused, by name', (_, table, message) => {
    expect(() => accountsOf(table)).toThrow(message);
  });
});
