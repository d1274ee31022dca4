import type { StagePlan, StepPlan } from '../plan';
import { titleOf } from '../title';
import { actions } from './actions';
import { checkout, commands, installOf, machine, oneOrMore, setupNode } from './steps';
import { noted, type Yaml } from './yaml';

interface CheckJob {
  readonly stage: StagePlan;
  readonly needs: readonly string[];
  /** The job whose outputs say where the stage answers. */
  readonly deployedBy?: string;
  /** Whether the stage was put back, and is tested as it was then. */
  readonly back?: boolean;
}

/**
 * Runs a step of the definition. It names no GitHub environment and may not sign in to AWS: what it runs comes from
 * many packages. Naming one would also ask its reviewers again.
 */
export function checkJob(step: StepPlan, { stage, needs, deployedBy = '', back = false }: CheckJob): Yaml {
  const outputs = Object.entries(step.outputs).map(([variable, { name }]) => [
    variable,
    `\${{ needs.${deployedBy}.outputs.${name} }}`,
  ]);
  return {
    name: titleOf(step),
    needs: oneOrMore(needs),
    ...(back && {
      if: noted(
        'Without this it would be skipped, as a job further up has failed.',
        `\${{ !cancelled() && needs.${deployedBy}.result == 'success' }}`,
      ),
    }),
    'runs-on': machine,
    'timeout-minutes': 15,
    permissions: noted(`No access to AWS: this is a visitor of ${stage.name}, like any other.`, {
      contents: 'read',
    }),
    steps: [
      checkout(back ? `\${{ needs.${deployedBy}.outputs.commit }}` : undefined),
      setupNode,
      ...installOf(step),
      commands(titleOf(step), step.commands, 10, { ...step.env, ...Object.fromEntries(outputs) }),
      {
        name: 'Keep the report',
        if: '${{ !cancelled() }}',
        uses: actions.uploadArtifact,
        with: {
          name: `report-${step.id}`,
          path: 'reports',
          'if-no-files-found': 'warn',
          overwrite: true,
        },
      },
    ],
  };
}
