import type { LocalStack } from '../../../infra/local-cloud/assembly/read-assembly';
import type { Resource } from '../../../infra/local-cloud/assembly/template';
import { unsupportedIn } from '../../../infra/local-cloud/assembly/unsupported';

function named(Resources: Record<string, Resource>): string[] {
  return unsupportedIn({ template: { Resources, Outputs: {} } } as unknown as LocalStack);
}

test('a resource that is not run is named', () => {
  expect(named({ Queue: { Type: 'AWS::SQS::Queue', Properties: {} } })).toEqual(['AWS::SQS::Queue (Queue)']);
});

test('so is a property that would change an answer', () => {
  const Properties = { Handler: 'index.handler', Layers: ['arn'], VpcConfig: {} };
  expect(named({ Fn: { Type: 'AWS::Lambda::Function', Properties } })).toEqual([
    'AWS::Lambda::Function Layers (Fn)',
    'AWS::Lambda::Function VpcConfig (Fn)',
  ]);
});

test('permissions and expiry are each named once, however many there are', () => {
  const Properties = { TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true } };
  const lines = named({
    Role: { Type: 'AWS::IAM::Role', Properties: {} },
    Policy: { Type: 'AWS::IAM::Policy', Properties: {} },
    One: { Type: 'AWS::DynamoDB::GlobalTable', Properties },
    Two: { Type: 'AWS::DynamoDB::GlobalTable', Properties },
  });
  expect(lines).toEqual([
    'IAM permissions: every call is allowed',
    'DynamoDB time to live: expired records stay',
  ]);
});

test('what changes no answer is passed over', () => {
  expect(named({ Logs: { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: 7 } } })).toEqual([]);
});
