import type { Action } from './action';
import { checkout } from './checkout';
import { configureAwsCredentials } from './configure-aws-credentials';
import { downloadArtifact } from './download-artifact';
import { setupNode } from './setup-node';
import { uploadArtifact } from './upload-artifact';

const actions: Readonly<Record<string, Action>> = {
  'actions/checkout': checkout,
  'actions/download-artifact': downloadArtifact,
  'actions/setup-node': setupNode,
  'actions/upload-artifact': uploadArtifact,
  'aws-actions/configure-aws-credentials': configureAwsCredentials,
};

/** Finds what `uses` names; throws when it is not known here, or not pinned to a commit. */
export function actionOf(uses: string, inputs: readonly string[]): Action {
  const [, name = '', ref = ''] = /^([^@]+)@(.+)$/.exec(uses) ?? [];
  const action = actions[name.toLowerCase()];
  if (action === undefined) throw new Error(`unknown action: ${uses}`);
  if (!/^[0-9a-f]{40}$/.test(ref)) throw new Error(`${uses} is not pinned to a commit: ${ref} can be moved.`);
  const unexpected = inputs.filter((input) => !action.inputs.includes(input.toLowerCase()));
  if (unexpected.length > 0)
    throw new Error(
      `Unexpected input(s) '${unexpected.join("', '")}', modelled inputs are ['${action.inputs.join("', '")}']`,
    );
  return action;
}
