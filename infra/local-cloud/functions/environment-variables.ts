import { randomBytes } from 'node:crypto';
import { delimiter, dirname } from 'node:path';
import type { Credentials, FunctionDefinition, FunctionOptions } from './definition';
import { RUNTIME_DIRECTORY } from './runtime-process';

// Obviously not real, so that nobody goes looking for a leak when they turn up in a log.
const LOCAL_CREDENTIALS: Credentials = {
  accessKeyId: 'LOCALACCESSKEY',
  secretAccessKey: 'local-secret-access-key',
  sessionToken: 'local-session-token',
};

// https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html, without TZ: the page lists it,
// but functions are known to set it.
const RESERVED: ReadonlySet<string> = new Set([
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_ACCESS_KEY',
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
  'LAMBDA_RUNTIME_DIR',
  'LAMBDA_TASK_ROOT',
]);

/** Throws when the function sets a variable that Lambda reserves: its deployment would fail on AWS. */
export function refuseReservedVariables(definition: FunctionDefinition): void {
  const refused = Object.keys(definition.environment).filter((name) => RESERVED.has(name));
  if (refused.length === 0) return;
  throw new Error(
    `Function ${definition.name} sets ${refused.join(', ')}, which Lambda reserves; ` +
      "remove it from the function's environment.",
  );
}

/**
 * The whole environment of one Lambda process; nothing of the host's is in it.
 *
 * Names and defaults are those of Lambda's Node.js runtime. `_X_AMZN_TRACE_ID` is missing here because
 * the runtime sets it anew for each invocation.
 */
export function environmentVariables(
  definition: FunctionDefinition,
  { extraEnvironment, credentials = LOCAL_CREDENTIALS }: FunctionOptions,
  runtimeApi: string,
): Record<string, string> {
  return {
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    PATH: [dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin', '/opt/bin'].join(delimiter),
    NODE_PATH: definition.codeDirectory,
    AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
    AWS_XRAY_DAEMON_ADDRESS: '127.0.0.1:2000',
    ...(definition.logFormat === 'JSON' && { AWS_LAMBDA_LOG_FORMAT: 'JSON' }),
    ...definition.environment,
    ...extraEnvironment,
    _HANDLER: definition.handler,
    AWS_REGION: definition.region,
    AWS_DEFAULT_REGION: definition.region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${definition.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: definition.name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(definition.memoryMb),
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: definition.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: logStreamName(),
    AWS_LAMBDA_RUNTIME_API: runtimeApi,
    LAMBDA_TASK_ROOT: definition.codeDirectory,
    LAMBDA_RUNTIME_DIR: RUNTIME_DIRECTORY,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
  };
}

/** As on AWS: the day, the version, and a name of its own for each environment. */
function logStreamName(): string {
  const day = new Date().toISOString().slice(0, 10).replaceAll('-', '/');
  return `${day}/[$LATEST]${randomBytes(16).toString('hex')}`;
}
