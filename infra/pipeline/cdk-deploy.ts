import { posix } from 'node:path';
import type { StagePlan } from './plan';

/** The file in which the CDK leaves the outputs of the stacks that it deployed. */
export const outputsFile = 'outputs.json';

/**
 * The arguments of the CDK that deploy a stage of a synthesised assembly as it is. Without the stage's own directory
 * as the app, the CDK would synthesise again.
 */
export function cdkDeployArguments(
  { assembly }: Pick<StagePlan, 'assembly'>,
  directory: string,
): readonly string[] {
  return [
    ...['deploy', '--all', '--app', posix.join(directory, assembly)],
    ...['--outputs-file', outputsFile],
    // Whoever may approve has done so before: on GitHub, as a reviewer of the environment.
    ...['--require-approval', 'never'],
    '--no-notices',
  ];
}
