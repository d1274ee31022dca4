import { createHash } from 'node:crypto';
import type { Resource } from './template';

/** Where a stack is: what its names and ARNs are made of. */
export interface Scope {
  readonly stackName: string;
  readonly account: string;
  readonly region: string;
}

/** What `Ref` of a resource is: the same on every start, so that a table finds its data again. */
export function physicalId(logicalId: string, { Type, Properties }: Resource, scope: Scope): string {
  const { stackName } = scope;
  switch (Type) {
    case 'AWS::ApiGateway::RestApi':
      return identifier(stackName, logicalId, 10);
    case 'AWS::ApiGateway::Stage':
      return given(Properties?.StageName) ?? 'prod';
    case 'AWS::ApiGateway::Model':
      return given(Properties?.Name) ?? logicalId;
    case 'AWS::Cognito::UserPool':
      return `${scope.region}_${identifier(stackName, logicalId, 9)}`;
    case 'AWS::Cognito::UserPoolClient':
      return identifier(stackName, logicalId, 26);
    case 'AWS::Cognito::UserPoolDomain':
      return given(Properties?.Domain) ?? logicalId;
    case 'AWS::DynamoDB::Table':
    case 'AWS::DynamoDB::GlobalTable':
      return given(Properties?.TableName) ?? `${stackName}-${logicalId}`;
    case 'AWS::Lambda::Function':
      return given(Properties?.FunctionName) ?? `${stackName}-${logicalId}`;
    case 'AWS::Logs::LogGroup':
      return given(Properties?.LogGroupName) ?? `${stackName}-${logicalId}`;
    default:
      return logicalId;
  }
}

/** What `Fn::GetAtt` of a resource is; for what the local cloud does not run, a readable placeholder. */
export function attribute(logicalId: string, resource: Resource, name: string, scope: Scope): string {
  const id = physicalId(logicalId, resource, scope);
  const { account, region } = scope;
  switch (`${resource.Type}.${name}`) {
    case 'AWS::ApiGateway::RestApi.RootResourceId':
      return `${id}-root`;
    case 'AWS::Cognito::UserPool.Arn':
      return `arn:aws:cognito-idp:${region}:${account}:userpool/${id}`;
    case 'AWS::Cognito::UserPool.ProviderName':
      return `cognito-idp.${region}.amazonaws.com/${id}`;
    case 'AWS::Cognito::UserPool.ProviderURL':
      return `https://cognito-idp.${region}.amazonaws.com/${id}`;
    case 'AWS::Cognito::UserPool.UserPoolId':
    case 'AWS::Cognito::UserPoolClient.ClientId':
      return id;
    case 'AWS::DynamoDB::Table.Arn':
    case 'AWS::DynamoDB::GlobalTable.Arn':
      return `arn:aws:dynamodb:${region}:${account}:table/${id}`;
    case 'AWS::IAM::Role.Arn':
      return `arn:aws:iam::${account}:role/${id}`;
    case 'AWS::Lambda::Function.Arn':
      return `arn:aws:lambda:${region}:${account}:function:${id}`;
    case 'AWS::Logs::LogGroup.Arn':
      return `arn:aws:logs:${region}:${account}:log-group:${id}:*`;
    default:
      return `${id}.${name}`;
  }
}

/** Lower-case letters and digits, as AWS gives its APIs (ten of them) and the clients of its user pools (26). */
function identifier(stackName: string, logicalId: string, length: number): string {
  const digest = createHash('sha256').update(`${stackName}/${logicalId}`).digest('hex');
  return BigInt(`0x${digest}`).toString(36).slice(0, length);
}

function given(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
