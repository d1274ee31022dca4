import type { StepPlan } from '../plan';
import { actions } from './actions';
import type { Yaml } from './yaml';

/** The name of the artifact that is built once and deployed everywhere. */
export const assemblyArtifact = 'cloud-assembly';

/** What every job that runs our own commands begins with. @param ref another commit than the one that was pushed */
export function checkout(ref?: string): Yaml {
  return {
    name: ref ? 'Check out what that run deployed' : 'Check out',
    uses: actions.checkout,
    with: { ...(ref && { ref }), 'persist-credentials': false },
  };
}

/** The version that runs on Lambda, too. */
export const setupNode: Yaml = {
  name: 'Set up Node.js',
  uses: actions.setupNode,
  with: { 'node-version': 24, cache: 'npm' },
};

/** No package may run a script of its own while it is installed. */
export const install: Yaml = { name: 'Install', run: 'npm ci --ignore-scripts' };

/** @param minutes less than the job's limit: a step that takes too long has failed, a job that does is cancelled */
export function commands(name: string, lines: readonly string[], minutes?: number, env?: Yaml): Yaml {
  return {
    name,
    ...(minutes && { 'timeout-minutes': minutes }),
    ...(env && Object.keys(env).length > 0 && { env }),
    run: lines.join('\n'),
  };
}

export function installOf({ install: lines }: StepPlan): readonly Yaml[] {
  return lines.length > 0 ? [commands('Install', lines)] : [];
}

export const machine = 'ubuntu-24.04';

export function oneOrMore(ids: readonly string[]): Yaml {
  return ids.length === 1 && ids[0] ? ids[0] : ids;
}
