import type { StackOutput, StagePlan } from '../plan';
import type { Run } from './runs';

/** Where stages are deployed to. */
export interface Deployer {
  /**
   * Deploys a stage as a run has built it.
   * @param say hears what happens
   * @returns looks up an output of what was deployed
   * @throws with the reason when it could not be deployed; then the stage is as it was before
   */
  deploy(stage: StagePlan, run: Run, say: (line: string) => void): Promise<(output: StackOutput) => string>;
  /** Where each stage answers now, in a line for a person. */
  whereabouts(): readonly string[];
  /** @param keep whether to leave up what this run has started */
  end(keep: boolean): Promise<void>;
}
