import type { Reaper } from '../processes/reaper';

/** What the template says about one Lambda function. */
export interface FunctionDefinition {
  readonly name: string;
  readonly arn: string;
  /** `file.export`, relative to the code directory: `index.handler`. */
  readonly handler: string;
  /** The unpacked asset; the environment's LAMBDA_TASK_ROOT and working directory. */
  readonly codeDirectory: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  /** The function's own variables; the names Lambda reserves are refused. */
  readonly environment: Readonly<Record<string, string>>;
  readonly region: string;
  readonly logGroup: string;
  readonly logFormat: 'JSON' | 'Text';
  /** `nodejs24.x`, say. It becomes AWS_EXECUTION_ENV; the Node that runs the code is this process's own. */
  readonly runtime: string;
  readonly reservedConcurrency?: number | undefined;
}

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** What the cloud around the function provides. */
export interface FunctionOptions {
  /** Receives every line of the function's output, without its line break. */
  readonly onLog: (line: string) => void;
  /** Variables the cloud adds, such as AWS_ENDPOINT_URL_DYNAMODB; they win over the function's own. */
  readonly extraEnvironment: Readonly<Record<string, string>>;
  readonly reaper: Reaper;
  readonly credentials?: Credentials | undefined;
  readonly maxEnvironments?: number | undefined;
  /** Limit for loading the handler, in seconds: 10 as on AWS, unless a test is in a hurry. */
  readonly initSeconds?: number | undefined;
}
