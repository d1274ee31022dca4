import { homedir } from 'node:os';
import { dirname } from 'node:path';
import { fixture, useFixtures } from './run-fixture';

const start = useFixtures();

// Written out: a variable more is the host leaking in, one less is a surprise on AWS.
const LAMBDAS_OWN = [
  'AWS_ACCESS_KEY_ID',
  'AWS_DEFAULT_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_LAMBDA_RUNTIME_API',
  'AWS_REGION',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_XRAY_CONTEXT_MISSING',
  'AWS_XRAY_DAEMON_ADDRESS',
  'LAMBDA_RUNTIME_DIR',
  'LAMBDA_TASK_ROOT',
  'LANG',
  'NODE_PATH',
  'PATH',
  'TZ',
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
];

async function variablesOf(fn: ReturnType<typeof start>): Promise<Record<string, string>> {
  const outcome = await fn.invoke('{}', 'Root=1-5e1b4151-5ac6c58f239b6a2a1b2c3d4e;Sampled=1');
  if (outcome.outcome !== 'answered') throw new Error(JSON.stringify(outcome));
  return JSON.parse(outcome.payload).variables;
}

test("the process sees Lambda's variables, its own, the cloud's, and not one of the host's", async () => {
  const fn = start('tells-its-environment', {
    logFormat: 'Text',
    environment: { TABLE_NAME: 'apples' },
    extraEnvironment: { AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:8000' },
  });
  const expected = [...LAMBDAS_OWN, 'AWS_ENDPOINT_URL_DYNAMODB', 'TABLE_NAME'].sort();
  expect(Object.keys(await variablesOf(fn)).sort()).toEqual(expected);
});

test('JSON logs add the one variable that asks for them', async () => {
  const fn = start('tells-its-environment', { logFormat: 'JSON' });
  const variables = await variablesOf(fn);
  expect(Object.keys(variables).sort()).toEqual([...LAMBDAS_OWN, 'AWS_LAMBDA_LOG_FORMAT'].sort());
  expect(variables.AWS_LAMBDA_LOG_FORMAT).toBe('JSON');
});

test('the values are those Lambda would give', async () => {
  const variables = await variablesOf(start('tells-its-environment'));
  expect(variables).toMatchObject({
    AWS_REGION: 'eu-central-1',
    AWS_DEFAULT_REGION: 'eu-central-1',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: 'orchard',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/orchard',
    AWS_LAMBDA_LOG_STREAM_NAME: expect.stringMatching(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/),
    AWS_LAMBDA_RUNTIME_API: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
    AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
    AWS_XRAY_DAEMON_ADDRESS: '127.0.0.1:2000',
    LAMBDA_TASK_ROOT: fixture('tells-its-environment'),
    LANG: 'en_US.UTF-8',
    NODE_PATH: fixture('tells-its-environment'),
    TZ: ':UTC',
    _HANDLER: 'index.handler',
    _X_AMZN_TRACE_ID: 'Root=1-5e1b4151-5ac6c58f239b6a2a1b2c3d4e;Sampled=1',
  });
  expect(variables.PATH?.split(':')[0]).toBe(dirname(process.execPath));
});

test('the cloud may move the X-Ray daemon, and hand out its own credentials', async () => {
  const fn = start('tells-its-environment', {
    extraEnvironment: { AWS_XRAY_DAEMON_ADDRESS: '127.0.0.1:3000' },
    credentials: { accessKeyId: 'local-dev', secretAccessKey: 'not-a-secret', sessionToken: 'none' },
  });
  expect(await variablesOf(fn)).toMatchObject({
    AWS_XRAY_DAEMON_ADDRESS: '127.0.0.1:3000',
    AWS_ACCESS_KEY_ID: 'local-dev',
    AWS_SECRET_ACCESS_KEY: 'not-a-secret',
    AWS_SESSION_TOKEN: 'none',
  });
});

test("the code runs in its own directory, without the developer's home and with nine tenths of the memory", async () => {
  const told = await start('tells-its-environment', { memoryMb: 200 }).answer();
  expect(told.directory).toBe(fixture('tells-its-environment'));
  // The AWS SDK would read ~/.aws/config there.
  expect(told.home).not.toBe(homedir());
  expect(told.arguments).toContain('--max-old-space-size=180');
});

// Limits are read from /proc, which is Linux's.
(process.platform === 'linux' ? test : test.skip)('no process may write a core file', async () => {
  const { limits } = await start('tells-its-environment').answer();
  // The hard limit too, or the code could raise it again.
  expect(limits).toMatch(/Max core file size +0 +0 +bytes/);
});

test('a trace id that is no header value is left out instead of breaking the runtime', async () => {
  const fn = start('counts-invocations');
  const outcome = await fn.invoke('{}', 'Root=1\r\nEvil: yes');
  if (outcome.outcome !== 'answered') throw new Error(JSON.stringify(outcome));
  expect(JSON.parse(outcome.payload)).not.toHaveProperty('traceId');
});

test('a reserved variable is refused by name, as its deployment would be', () => {
  expect(() =>
    start('counts-invocations', { environment: { AWS_REGION: 'eu-west-1', COLOUR: 'red' } }),
  ).toThrow('Function orchard sets AWS_REGION, which Lambda reserves');
});

test('a runtime other than Node.js is refused by name', () => {
  expect(() => start('counts-invocations', { runtime: 'python3.13' })).toThrow(
    'orchard has the runtime python3.13',
  );
});
