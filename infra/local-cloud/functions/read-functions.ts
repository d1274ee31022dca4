import type { LocalStack } from '../assembly/read-assembly';
import type { FunctionDefinition } from './definition';

/** What a stack's template says about its Lambda functions. */
export function readFunctions(stack: LocalStack): FunctionDefinition[] {
  const functions = Object.entries(stack.template.Resources).filter(
    ([, { Type }]) => Type === 'AWS::Lambda::Function',
  );
  return functions.map(([logicalId, { Properties }]) => {
    const name = stack.physicalIdOf(logicalId);
    if (!Properties.Code?.S3Key) {
      throw new Error(`The function ${logicalId} has no asset: the local cloud runs code from assets only.`);
    }
    return {
      name,
      arn: `arn:aws:lambda:${stack.region}:${stack.account}:function:${name}`,
      handler: Properties.Handler,
      codeDirectory: stack.assetDirectory(Properties.Code.S3Key),
      // The defaults are CloudFormation's.
      memoryMb: Number(Properties.MemorySize ?? 128),
      timeoutSeconds: Number(Properties.Timeout ?? 3),
      environment: Properties.Environment?.Variables ?? {},
      region: stack.region,
      logGroup: Properties.LoggingConfig?.LogGroup ?? `/aws/lambda/${name}`,
      logFormat: Properties.LoggingConfig?.LogFormat === 'JSON' ? 'JSON' : 'Text',
      runtime: Properties.Runtime,
      reservedConcurrency: Properties.ReservedConcurrentExecutions,
    };
  });
}
