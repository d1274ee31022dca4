import { CfnOutput, DefaultStackSynthesizer, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import {
  OidcProviderNative,
  PolicyDocument,
  PolicyStatement,
  Role,
  type WebIdentityPrincipal,
} from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Repository } from '../../repository';
import type { StageSettings } from '../../stages';
import type { AccountOfStages } from './accounts';
import { audience, issuer, outputs, roleNames, stackNames } from './names';
import { deployingJobs, pullRequests } from './trust';

/** Part of the name of all that `cdk bootstrap` makes. */
const qualifier = DefaultStackSynthesizer.DEFAULT_QUALIFIER;

export interface PipelineStackProps {
  readonly target: AccountOfStages;
  readonly repository: Repository;
  /** Uses the provider that the account has already; it can have only one. */
  readonly existingProvider: boolean;
}

/** What lets GitHub's jobs into one account, without a stored secret: a role for each stage, and one that only looks. */
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
    const provider = this.#arn('oidc-provider', issuer);
    for (const stage of stages) {
      const role = this.#addRole(
        roleNames.deploy(stage.name),
        `Deploys the stage ${stage.name}, for the jobs of its environment on main`,
        deployingJobs(provider, repository, stage.name),
        new PolicyStatement({ actions: ['sts:AssumeRole'], resources: this.#deployingRoles(stage) }),
      );
      new CfnOutput(this, outputs.deployRole(stage.name), { value: role.roleArn });
    }
    const diffRole = this.#addRole(
      roleNames.diff,
      'Compares what is deployed with a pull request; changes nothing and reads no data',
      pullRequests(provider, repository),
      new PolicyStatement({
        actions: ['cloudformation:DescribeStacks', 'cloudformation:GetTemplate'],
        resources: stages.map((stage) => this.#stageStack(stage)),
      }),
    );
    for (const stage of stages) {
      Validations.of(diffRole).acknowledge({
        id: `AwsSolutions-IAM5[Resource::${this.#findingOf(stage)}]`,
        reason: "A stack's ARN ends in an id that is drawn when the stack is made; its name is exact.",
      });
    }
    new CfnOutput(this, outputs.diffRole, { value: diffRole.roleArn });
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

  /**
   * Those of the CDK's own roles that a deployment takes on. Not its lookup role, which may read the data of every
   * table: see docs/decisions/access-by-hand.md.
   */
  #deployingRoles({ region = this.region }: StageSettings): string[] {
    return ['deploy-role', 'file-publishing-role'].map((role) =>
      this.#arn('role', `cdk-${qualifier}-${role}-${this.account}-${region}`),
    );
  }

  /** As the finding writes what is only known when it is deployed. */
  #findingOf({ name, account = '<AWS::AccountId>', region = '<AWS::Region>' }: StageSettings): string {
    return `arn:<AWS::Partition>:cloudformation:${region}:${account}:stack/groundwork-${name}/*`;
  }

  #stageStack({ name, region = this.region }: StageSettings): string {
    return this.formatArn({
      service: 'cloudformation',
      region,
      resource: 'stack',
      resourceName: `groundwork-${name}/*`,
    });
  }

  #arn(resource: string, resourceName: string): string {
    return this.formatArn({ service: 'iam', region: '', resource, resourceName });
  }
}
