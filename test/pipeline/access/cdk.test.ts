import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App } from 'aws-cdk-lib';
import { accountsOf } from '../../../infra/pipeline/access/accounts';
import { addAccess } from '../../../infra/pipeline/access/add-access';
import { adviceOn } from '../../../infra/pipeline/access/advice';
import { runCdk } from '../../../infra/pipeline/access/cdk';
import { temporaryDirectory } from '../../end-to-end/npm-start';
import { signedIn, signedOut } from '../moto';
import { repository, unplaced } from './access-templates';

const home = temporaryDirectory();
const assembly = temporaryDirectory();
const temporary = temporaryDirectory();

beforeAll(() => {
  const app = new App({ outdir: assembly });
  for (const target of accountsOf(unplaced)) addAccess(app, { target, repository, existingProvider: false });
  app.synth();
});

const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) server.close();
});

/** An endpoint that answers everything with one thing. */
async function answering(status: number, xml: string): Promise<string> {
  const server = createServer((_, answer) => {
    answer.writeHead(status, { 'content-type': 'text/xml' });
    answer.end(xml);
  }).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** What is said when the CDK's own command line cannot do something, such as preparing an account. */
async function complaint(
  env: NodeJS.ProcessEnv,
  args: readonly string[] = ['bootstrap', '--app', assembly],
): Promise<string> {
  const { signal } = new AbortController();
  return runCdk(args, { env, signal, onProgress: () => {} }).then(
    () => 'It was made.',
    (error: Error) => error.message,
  );
}

test('who is not signed in is told so, without a stack trace', async () => {
  const said = await complaint({ ...signedOut(home), AWS_REGION: 'eu-west-1' });
  expect(said).toMatch(/^There are no AWS credentials here, or AWS does not take them. Sign in/);
  expect(said).toContain('cdk bootstrap ended with 1:\nUnable to resolve AWS account');
  expect(said).not.toMatch(/^\s+at /m);
});

test('who was signed in for too long is told so', async () => {
  const error =
    '<Code>ExpiredToken</Code><Message>The security token included in the request is expired</Message>';
  const aws = await answering(
    403,
    `<ErrorResponse><Error><Type>Sender</Type>${error}</Error></ErrorResponse>`,
  );
  const said = await complaint(signedIn(aws, home, 'AKIAEXPIRED'));
  expect(said).toMatch(/^Your AWS credentials have expired. Sign in/);
  expect(said).not.toMatch(/^\s+at /m);
});

test('who is signed in to another account is told so, without the insides of an error', async () => {
  const identity =
    '<GetCallerIdentityResult><Account>222222222222</Account><Arn>arn:aws:iam::222222222222:root</Arn></GetCallerIdentityResult>';
  const aws = await answering(200, `<GetCallerIdentityResponse>${identity}</GetCallerIdentityResponse>`);
  const said = await complaint(signedIn(aws, home, 'AKIAOFANOTHER'), [
    'bootstrap',
    'aws://111111111111/eu-west-1',
    '--app',
    assembly,
  ]);
  expect(said).toMatch(/^Your credentials are for another account/);
  expect(said).toContain('Need to perform AWS calls for account 111111111111');
  expect(said).not.toMatch(/^ {2}\w+: |^\}/m);
});

test('of an app that fails the error is told, without where Node.js was then', async () => {
  const app = `node -e "throw new Error('The moon is full')"`;
  const said = await complaint(signedOut(home), ['synth', '--app', app, '--output', temporary]);
  expect(said).toMatch(/^cdk synth ended with 1:\n/);
  expect(said).toContain('Error: The moon is full');
  expect(said).not.toMatch(/^\s+at .*node:/m);
});

test.each([
  [
    'Need to perform AWS calls for account 111111111111, but the current credentials are for 222222222222',
    /another account than infra\/stages.ts names/,
  ],
  [
    'Need to perform AWS calls for account 111111111111, but no credentials have been configured',
    /no AWS credentials here/,
  ],
  [
    'groundwork-pipeline-access failed: EntityAlreadyExists: Provider with url https://token.actions.githubusercontent.com already exists.',
    /--existing-provider/,
  ],
  [
    'User: arn:aws:iam::111111111111:user/eve is not authorized to perform: cloudformation:DescribeStacks',
    /an administrator of the account/,
  ],
])('to %j there is advice', (said, advice) => {
  expect(adviceOn(said)).toMatch(advice);
});

test('to what is not known there is none', () => {
  expect(adviceOn('The moon is full')).toBeUndefined();
});
