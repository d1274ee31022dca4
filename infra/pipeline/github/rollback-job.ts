import type { StagePlan, StepPlan } from '../plan';
import { actions } from './actions';
import { deployment, deploySteps, jobOutputs, signIn } from './deployment';
import { assemblyArtifact, checkout, commands, install, oneOrMore, setupNode } from './steps';
import { noted, type Yaml } from './yaml';

interface RollbackJob {
  readonly assembly: string;
  /** The checks whose failure leads here. */
  readonly guards: readonly StepPlan[];
}

const found = (name: string) => `\${{ steps.last-good.outputs.${name} }}`;

/** Deploys the assembly of the newest green run again. The run stays red, as a check has failed. */
export function rollbackJob(stage: StagePlan, { assembly, guards }: RollbackJob): Yaml {
  const failed = guards
    .flatMap(({ id }) => ['failure', 'cancelled'].map((result) => `needs.${id}.result == '${result}'`))
    .join(' || ');
  return {
    name: `Put ${stage.name} back`,
    // All of them, so that none is at work while the stage is put back.
    needs: oneOrMore(stage.checks.map(({ id }) => id)),
    if: noted(
      `Only when ${stage.name} was deployed and did not pass; a job that takes too long counts as cancelled.`,
      `\${{ !cancelled() && (${failed}) }}`,
    ),
    ...deployment(stage),
    permissions: {
      contents: 'read',
      actions: noted('Reads the artifacts of earlier runs.', 'read'),
      'id-token': signIn,
    },
    outputs: { ...jobOutputs(stage), commit: found('commit') },
    steps: [
      checkout(),
      setupNode,
      {
        name: 'Find the newest green run',
        id: 'last-good',
        env: { GITHUB_TOKEN: '${{ github.token }}', ARTIFACT: assemblyArtifact },
        run: 'node infra/pipeline/github/last-good-run.mjs',
      },
      checkout(found('commit')),
      install,
      {
        name: 'Fetch the assembly of that run',
        uses: actions.downloadArtifact,
        with: {
          name: assemblyArtifact,
          path: assembly,
          'run-id': found('run'),
          'github-token': '${{ github.token }}',
        },
      },
      commands('Was this stage part of it?', [
        `test -d ${assembly}/${stage.assembly} && exit 0`,
        `echo "::error title=Nothing was put back::There is nothing to go back to: ${stage.name} was not part of the newest green run."`,
        'exit 1',
      ]),
      ...deploySteps(stage, assembly),
      commands(
        'Say so',
        [
          `echo "::error title=${stage.name} was put back::It runs the version of commit $COMMIT again, because the tests of this one failed."`,
          `echo "**${stage.name} was put back**: it runs the version of commit $COMMIT again ([the run that was green]($RUN_URL))." >> "$GITHUB_STEP_SUMMARY"`,
        ],
        undefined,
        { COMMIT: found('commit'), RUN_URL: found('url') },
      ),
    ],
  };
}
