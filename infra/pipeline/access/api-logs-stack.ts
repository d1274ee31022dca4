import { type Environment, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { CfnAccount } from 'aws-cdk-lib/aws-apigateway';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { stackNames } from './names';

/** Lets API Gateway write logs: one setting for all APIs of an account in a region. */
export class ApiLogsStack extends Stack {
  constructor(scope: Construct, id: string, env: Environment) {
    super(scope, id, {
      env,
      stackName: stackNames.apiLogs,
      description: 'Groundwork: lets API Gateway write logs in this region',
    });
    const role = new Role(this, 'Role', {
      description: 'API Gateway writes the logs of all APIs of this region with it',
      assumedBy: new ServicePrincipal('apigateway.amazonaws.com'),
      managedPolicies: [
        ManagedPolicy.fromAwsManagedPolicyName('service-role/AmazonAPIGatewayPushToCloudWatchLogs'),
      ],
    });
    const setting = new CfnAccount(this, 'Setting', { cloudWatchRoleArn: role.roleArn });
    // Without the two no API of the region could be deployed or write logs, whoever it belongs to. They outlive the
    // stack, and the role is named by CloudFormation, so that a second one does not meet the first.
    for (const resource of [role, setting]) resource.applyRemovalPolicy(RemovalPolicy.RETAIN);
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]',
      reason: 'It is the policy that API Gateway documents for this, and only API Gateway can use the role.',
    });
  }
}
