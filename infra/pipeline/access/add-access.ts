import type { Construct } from 'constructs';
import { ApiLogsStack } from './api-logs-stack';
import { PipelineStack, type PipelineStackProps } from './pipeline-stack';

/** Adds the stacks of one account, whose ids end in where they belong when that is known. */
export function addAccess(scope: Construct, props: PipelineStackProps): void {
  const { account, regions } = props.target;
  const id = (...parts: readonly (string | undefined)[]) => parts.filter(Boolean).join('-');
  new PipelineStack(scope, id('PipelineAccess', account), props);
  for (const region of regions.length > 0 ? regions : [undefined]) {
    new ApiLogsStack(scope, id('ApiLogs', account, region), {
      ...(account && { account }),
      ...(region && { region }),
    });
  }
}
