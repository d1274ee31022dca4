import { CfnOutput, DefaultStackSynthesizer, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import {
  OidcProviderNative,
  PolicyDocument,
  PolicyStatement,
  Role,
  type WebIdentityPrincipal,
} from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { stageTag } from '../../backend/user-pool';
import type { Repository } from '../../repository';
import type { StageSettings } from '../../stages';
import type { AccountOfStages } from './accounts';
import { audience, issuer, outputs, roleNames, stackNames } from './names';
import { deployingJobs, pullRequests, testingJobs } from './trust';

/** Part of the name of all that `cdk bootstrap` makes. */
const qualifier = DefaultStackSynthesizer.DEFAULT_QUALIFIER;

/** What the contract tests do to a user pool: they make users, sign them in, find those of earlier runs, delete them. */
const throwAwayUsers = [
  'AdminCreateUser',
  'AdminDeleteUser',
  'AdminInitiateAuth',
  'AdminSetUserPassword',
  'ListUsers',
];

export interface PipelineStackProps {
  readonly target: AccountOfStages;
  readonly repository: Repository;
  /** Uses the provider that the account has already; it can have only one. */
  readonly existingProvider: boolean;
}

/**
 * What lets GitHub's jobs into one account, without a stored secret: for each stage a role that deploys it and one
 * that makes users for its tests, and a role that only looks.
 */
export class PipelineStack extends Stack {
  readonly #provider: OidcProviderNative | undefined;

  constructor(scope: Construct, id: string, { target, repository, existingProvider }: PipelineStackProps) {
    const { account, regions, stages } = target;
    super(scope, id, {
      // IAM has no regions; the stack has to be in one.
      env: { ...(account && { account }), ...(regions[0] && { region: regions[0] }) },
      stackName: stackNames.access,
      description: `Groundwork: lets the pipeline of github.com/${repository.owner}/${repository.name} deploy`,
    });
    this.#provider = existingProvider ? undefined : this.#addProvider();
    for (const stage of stages) {
      this.#addDeployRole(stage, repository);
      this.#addContractRole(stage, repository);
    }
    this.#addDiffRole(stages, repository);
    new CfnOutput(this, outputs.region, { value: this.region });
  }

  #addProvider(): OidcProviderNative {
    return new OidcProviderNative(this, 'GitHub', {
      url: `https://${issuer}`,
      clientIds: [audience],
      // Other repositories may sign in through it by then.
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
  }

  #addDeployRole(stage: StageSettings, repository: Repository): void {
    const role = this.#addRole(
      roleNames.deploy(stage.name),
      `Deploys the stage ${stage.name}, for the jobs of its environment on main`,
      deployingJobs(this.#providerArn, repository, stage.name),
      new PolicyStatement({ actions: ['sts:AssumeRole'], resources: this.#deployingRoles(stage) }),
    );
    new CfnOutput(this, outputs.deployRole(stage.name), { value: role.roleArn });
  }

  #addContractRole(stage: StageSettings, repository: Repository): void {
    const role = this.#addRole(
      roleNames.contract(stage.name),
      `Makes and deletes the users with which the stage ${stage.name} is tested`,
      testingJobs(this.#providerArn, repository),
      new PolicyStatement({
        actions: throwAwayUsers.map((action) => `cognito-idp:${action}`),
        resources: [this.#userPools(stage)],
        conditions: { StringEquals: { [`aws:ResourceTag/${stageTag}`]: stage.name } },
      }),
    );
    Validations.of(role).acknowledge({
      id: `AwsSolutions-IAM5[Resource::${finding('cognito-idp', stage, 'userpool/*')}]`,
      reason: "A pool's id is drawn when the stage is first deployed; the tag that it has to have is exact.",
    });
    new CfnOutput(this, outputs.contractRole(stage.name), { value: role.roleArn });
  }

  #addDiffRole(stages: readonly StageSettings[], repository: Repository): void {
    const role = this.#addRole(
      roleNames.diff,
      'Compares what is deployed with a pull request; changes nothing and reads no data',
      pullRequests(this.#providerArn, repository),
      new PolicyStatement({
        actions: ['cloudformation:DescribeStacks', 'cloudformation:GetTemplate'],
        resources: stages.map((stage) => this.#stageStack(stage)),
      }),
    );
    for (const stage of stages) {
      Validations.of(role).acknowledge({
        id: `AwsSolutions-IAM5[Resource::${finding('cloudformation', stage, `stack/groundwork-${stage.name}/*`)}]`,
        reason: "A stack's ARN ends in an id that is drawn when the stack is made; its name is exact.",
      });
    }
    new CfnOutput(this, outputs.diffRole, { value: role.roleArn });
  }

  #addRole(
    roleName: string,
    description: string,
    assumedBy: WebIdentityPrincipal,
    statement: PolicyStatement,
  ): Role {
    const role = new Role(this, roleName, {
      roleName,
      description,
      assumedBy,
      maxSessionDuration: Duration.hours(1),
      inlinePolicies: { Only: new PolicyDocument({ statements: [statement] }) },
    });
    if (this.#provider) role.node.addDependency(this.#provider);
    return role;
  }

  get #providerArn(): string {
    return this.#iamArn('oidc-provider', issuer);
  }

  /**
   * Those of the CDK's own roles that a deployment takes on. Not its lookup role, which may read the data of every
   * table: see docs/decisions/access-by-hand.md.
   */
  #deployingRoles({ region = this.region }: StageSettings): string[] {
    return ['deploy-role', 'file-publishing-role'].map((role) =>
      this.#iamArn('role', `cdk-${qualifier}-${role}-${this.account}-${region}`),
    );
  }

  #userPools({ region = this.region }: StageSettings): string {
    return this.formatArn({ service: 'cognito-idp', region, resource: 'userpool', resourceName: '*' });
  }

  #stageStack({ name, region = this.region }: StageSettings): string {
    return this.formatArn({
      service: 'cloudformation',
      region,
      resource: 'stack',
      resourceName: `groundwork-${name}/*`,
    });
  }

  #iamArn(resource: string, resourceName: string): string {
    return this.formatArn({ service: 'iam', region: '', resource, resourceName });
  }
}

/** An ARN as a finding writes it, with what is only known when it is deployed. */
function finding(
  service: string,
  { account = '<AWS::AccountId>', region = '<AWS::Region>' }: StageSettings,
  resource: string,
): string {
  return `arn:<AWS::Partition>:${service}:${region}:${account}:${resource}`;
}
