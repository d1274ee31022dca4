import type { Environment } from '../environments';
import { stableId } from './stable-id';

const idOf = (name: string) => stableId('environment', name);

/** An environment as Postman imports it. Without a place for tokens: an empty one would hide the collection's. */
export function environmentFile({ name, stage, baseUrl, origin }: Environment) {
  const whence =
    name === 'local'
      ? `Where \`npm start\` serves the stage ${stage}.`
      : `The output ApiUrl of the stack groundwork-${stage}: the deployment prints it, and the CloudFormation console shows it.`;
  return {
    id: idOf(name),
    name: `Groundwork ${name}`,
    values: [
      variable('baseUrl', baseUrl, whence),
      variable('origin', origin, 'The website that may call the API: the origin in infra/stages.ts.'),
      variable('stage', stage, 'The stage that has to answer.'),
    ],
    _postman_variable_scope: 'environment',
  };
}

/** Whether a file of that name holds an environment that was generated, and not one that somebody has made for themselves. */
export function isGenerated(name: string, text: string): boolean {
  try {
    return JSON.parse(text)?.id === idOf(name);
  } catch {
    return false;
  }
}

function variable(key: string, value: string, description: string) {
  return { key, value, type: 'default', enabled: true, description };
}
