import type { LocalStack } from './read-assembly';

/** Properties that the local cloud runs, or that make no difference to an answer. */
const knownProperties: Readonly<Record<string, readonly string[]>> = {
  'AWS::DynamoDB::GlobalTable': [
    'AttributeDefinitions',
    'BillingMode',
    'GlobalSecondaryIndexes',
    'KeySchema',
    'LocalSecondaryIndexes',
    'Replicas',
    'SSESpecification',
    'TableName',
    'TimeToLiveSpecification',
  ],
  'AWS::DynamoDB::Table': [
    'AttributeDefinitions',
    'BillingMode',
    'DeletionProtectionEnabled',
    'GlobalSecondaryIndexes',
    'KeySchema',
    'LocalSecondaryIndexes',
    'PointInTimeRecoverySpecification',
    'SSESpecification',
    'TableName',
    'Tags',
    'TimeToLiveSpecification',
  ],
  'AWS::Lambda::Function': [
    'Architectures',
    'Code',
    'Description',
    'Environment',
    'FunctionName',
    'Handler',
    'LoggingConfig',
    'MemorySize',
    'ReservedConcurrentExecutions',
    'Role',
    'Runtime',
    'Tags',
    'Timeout',
    'TracingConfig',
  ],
};

/** Types whose own readers name what is not run of them, in more words than a list of properties has. */
const readElsewhere = new Set([
  'AWS::Cognito::UserPool',
  'AWS::Cognito::UserPoolClient',
  'AWS::Cognito::UserPoolDomain',
  'AWS::Lambda::Permission',
]);

/** Types that have nothing to run here and change no answer. */
const inert = new Set(['AWS::CDK::Metadata', 'AWS::Logs::LogGroup']);

/** What is true in the cloud and not here, in a person's words; each is named once at start. */
export function unsupportedIn(stack: LocalStack): string[] {
  const resources = Object.entries(stack.template.Resources);
  const found = resources.flatMap(([logicalId, { Type, Properties }]) => {
    if (inert.has(Type) || readElsewhere.has(Type) || Type.startsWith('AWS::ApiGateway::')) return [];
    const known = knownProperties[Type];
    if (!known) return Type.startsWith('AWS::IAM::') ? [] : [`${Type} (${logicalId})`];
    return Object.keys(Properties)
      .filter((property) => !known.includes(property))
      .map((property) => `${Type} ${property} (${logicalId})`);
  });
  const has = (test: (type: string) => boolean) => resources.some(([, { Type }]) => test(Type));
  if (has((type) => type.startsWith('AWS::IAM::'))) found.push('IAM permissions: every call is allowed');
  if (resources.some(([, { Properties }]) => Properties.TimeToLiveSpecification?.Enabled)) {
    found.push('DynamoDB time to live: expired records stay');
  }
  return found;
}
