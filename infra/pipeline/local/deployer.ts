import type { StackOutput, StagePlan } from '../plan';
import type { Run } from './runs';

/** Where stages are deployed to. */
export interface Deployer {
  /** The variables with which a step that makes users gets at the user pools of where this deploys to. */
  readonly userAccess: Readonly<Record<string, string | undefined>>;
  /**
   * Deploys a stage as a run has built it.
   * @param say hears what happens
   * @returns looks up an output of what was deployed
   * @throws with the reason when it could not be deployed; then the stage is as it was before
   */
  deploy(stage: StagePlan, run: Run, say: (line: string) => void): Promise<(output: StackOutput) => string>;
  /** Notes that what was deployed has passed its tests. */
  approve(stage: StagePlan): Promise<void>;
  /** Where each stage answers and what it runs after a run, in a line for a person. */
  whereabouts(run: Run): readonly string[];
  /** @param keep whether to leave up what this run has started */
  end(keep: boolean): Promise<void>;
}
