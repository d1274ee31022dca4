import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CognitoIdentityProviderClient,
  ListUserPoolsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { stages } from '../../../infra/stages';
import { scratchCopy } from '../../end-to-end/scratch-copy';
import { withSmallCollection } from '../faulty-copies';
import { type Moto, motoIsHere, startMoto } from '../moto';
import { runPipeline } from './npm-pipeline';

/** The CDK's own command line deploys to whatever speaks the API of AWS: here moto, where it is installed. */
const withMoto = motoIsHere() ? test : test.skip;

const copy = withSmallCollection(scratchCopy());
const home = mkdtempSync(join(tmpdir(), 'groundwork-home-'));
let moto: Moto | undefined;

beforeAll(async () => {
  if (motoIsHere()) moto = await startMoto();
});
afterAll(async () => {
  await moto?.stop();
  rmSync(home, { recursive: true, force: true });
});

/** Nothing of whoever runs the tests, and by address rather than by name, as people write it. */
function environment(): Record<string, string> {
  const endpoint = (moto?.endpoint ?? '').replace('localhost', '127.0.0.1');
  return { AWS_ENDPOINT_URL: endpoint, HOME: home, AWS_PROFILE: '', AWS_REGION: 'eu-west-1' };
}

/** What a step asks of the user pools of an endpoint, with nothing but its own environment. */
const probe = `
const { CognitoIdentityProviderClient, CreateUserPoolCommand } = require('@aws-sdk/client-cognito-identity-provider');
new CognitoIdentityProviderClient({}).send(new CreateUserPoolCommand({ PoolName: 'made-by-a-step' }));
`;

withMoto('both stages are bootstrapped and deployed there', async () => {
  const { code, output, table } = await runPipeline(copy.root, ['--deploy-only'], environment());
  expect(code === 0 ? '' : output).toBe('');
  expect(table).toEqual({
    Build: 'passed',
    ...Object.fromEntries(
      stages.flatMap(({ name }) => [
        [`Deploy ${name}`, 'passed'],
        [`Contract ${name}`, 'skipped'],
      ]),
    ),
  });
  for (const stack of ['CDKToolkit', 'groundwork-dev', 'groundwork-prod']) {
    const description = await moto?.call('cloudformation', { Action: 'DescribeStacks', StackName: stack });
    expect(description).toMatch(/<StackStatus>CREATE_COMPLETE</);
  }
  const resources = await moto?.call('cloudformation', {
    Action: 'DescribeStackResources',
    StackName: 'groundwork-prod',
  });
  for (const type of [
    'AWS::DynamoDB::Table',
    'AWS::Lambda::Function',
    'AWS::ApiGateway::RestApi',
    'AWS::IAM::Role',
  ]) {
    expect(resources).toContain(`<ResourceType>${type}<`);
  }
});

withMoto('a step that makes users gets at the user pools that are there', async () => {
  const { scripts, ...rest } = JSON.parse(readFileSync(join(copy.root, 'package.json'), 'utf8'));
  copy.write(
    'package.json',
    JSON.stringify({ ...rest, scripts: { ...scripts, contract: 'node probe.cjs' } }),
  );
  copy.write('probe.cjs', probe);
  const { code, output } = await runPipeline(copy.root, ['--stage', 'dev'], environment());
  expect(code === 0 ? '' : output).toBe('');
  const owner = new CognitoIdentityProviderClient({
    endpoint: moto?.endpoint ?? '',
    region: 'eu-west-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const { UserPools } = await owner.send(new ListUserPoolsCommand({ MaxResults: 10 }));
  owner.destroy();
  expect(UserPools).toMatchObject([{ Name: 'made-by-a-step' }]);
});
