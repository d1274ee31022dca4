import { type StagePlan, type StepPlan, stepMinutes } from '../plan';
import { titleOf } from '../title';
import { actions } from './actions';
import { checkout, commands, installOf, machine, oneOrMore, setupNode } from './steps';
import { permissionsOf, requireRole, signInForUsers } from './user-access';
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
 * Runs a step of the definition. It names no GitHub environment, which would ask its reviewers again; and as what it
 * runs comes from many packages, it may sign in to AWS only to make users, with a role for nothing else.
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
    permissions: permissionsOf(step, stage),
    steps: [
      ...(deployedBy ? [requireSameAttempt(stage, deployedBy)] : []),
      ...(step.makesUsers ? [requireRole(stage, deployedBy)] : []),
      checkout(back ? `\${{ needs.${deployedBy}.outputs.commit }}` : undefined),
      setupNode,
      ...installOf(step),
      ...(step.makesUsers ? [signInForUsers(deployedBy)] : []),
      commands(titleOf(step), step.commands, stepMinutes, { ...step.env, ...Object.fromEntries(outputs) }),
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

/**
 * When only the failed jobs are run again, the stage may hold another version by now: the one that it was put back to,
 * or that of a later run. A run that is green by testing that one would be gone back to one day.
 */
function requireSameAttempt({ name }: StagePlan, deployedBy: string): Yaml {
  return {
    name: 'Was it deployed just now?',
    if: `\${{ needs.${deployedBy}.outputs.attempt != github.run_attempt }}`,
    run: [
      `echo '::error title=${name} may hold another version by now::Choose "Re-run all jobs", which deploys this one again before it is tested.'`,
      'exit 1',
    ].join('\n'),
  };
}
