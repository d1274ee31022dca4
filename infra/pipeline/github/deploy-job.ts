import type { StagePlan } from '../plan';
import { actions } from './actions';
import { deployment, deploySteps, jobOutputs, requireSettings, signIn } from './deployment';
import { assemblyArtifact, checkout, install, oneOrMore, setupNode } from './steps';
import type { Yaml } from './yaml';

interface DeployJob {
  /** Where the assembly belongs in the checkout. */
  readonly assembly: string;
  readonly needs: readonly string[];
}

/** Deploys a stage from the assembly of this run. */
export function deployJob(stage: StagePlan, { assembly, needs }: DeployJob): Yaml {
  return {
    name: `Deploy ${stage.name}`,
    needs: oneOrMore(needs),
    ...deployment(stage),
    permissions: { contents: 'read', 'id-token': signIn },
    outputs: jobOutputs(stage),
    steps: [
      requireSettings(stage),
      checkout(),
      setupNode,
      install,
      {
        name: 'Fetch the assembly',
        uses: actions.downloadArtifact,
        with: { name: assemblyArtifact, path: assembly },
      },
      ...deploySteps(stage, assembly),
    ],
  };
}
