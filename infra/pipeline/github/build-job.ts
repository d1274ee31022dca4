import { type BuildPlan, stepMinutes } from '../plan';
import { actions } from './actions';
import { assemblyArtifact, checkout, commands, installOf, machine, setupNode } from './steps';
import { noted, type Yaml } from './yaml';

/** Makes the one assembly that all stages are deployed from. */
export function buildJob(build: BuildPlan): Yaml {
  return {
    name: 'Build',
    if: noted(
      'Whatever else may start this one day: only main is deployed.',
      "github.ref == 'refs/heads/main'",
    ),
    'runs-on': machine,
    'timeout-minutes': 15,
    permissions: { contents: 'read' },
    steps: [
      checkout(),
      setupNode,
      ...installOf(build),
      commands('Build', build.commands, stepMinutes, build.env),
      {
        name: 'Keep the assembly for every stage, and for a later rollback',
        uses: actions.uploadArtifact,
        with: {
          name: assemblyArtifact,
          path: build.assembly,
          'if-no-files-found': 'error',
          overwrite: true,
          'retention-days': 90,
        },
      },
    ],
  };
}
