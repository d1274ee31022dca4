import { outputs } from '../../backend/outputs';
import { cdkDeployArguments, outputsFile } from '../cdk-deploy';
import type { StackOutput, StagePlan } from '../plan';
import { actions } from './actions';
import { queue } from './queue';
import { commands, machine } from './steps';
import { isForUsers, passedOn } from './user-access';
import { noted, type Yaml } from './yaml';

/** What a job that deploys needs, whichever version it deploys. */
export function deployment(stage: StagePlan) {
  const url = outputsOf(stage).find(({ name }) => name === outputs.apiUrl);
  return {
    'runs-on': machine,
    'timeout-minutes': 45,
    environment: noted(
      'Holds the role and the region, and decides which branches are let in and who has to agree.',
      { name: stage.name, ...(url && { url: stepOutput(url) }) },
    ),
    concurrency: queue(`deploy-${stage.name}`),
  };
}

/** The permission to sign in to AWS as this job of this repository; no secret is stored anywhere. */
export const signIn = noted(
  'Signs in to AWS as this job of this repository, without a stored secret.',
  'write',
);

const or = new Intl.ListFormat('en-GB', { type: 'disjunction' });

/** The first step, as the answer of AWS to an empty role says nothing to a newcomer. */
export function requireSettings(stage: StagePlan): Yaml {
  const { name } = stage;
  const settings = ['AWS_ROLE_ARN', ...(isForUsers(stage) ? ['AWS_CONTRACT_ROLE_ARN'] : []), 'AWS_REGION'];
  return {
    name: `Is ${name} set up?`,
    if: `\${{ ${settings.map((setting) => `!vars.${setting}`).join(' || ')} }}`,
    run: [
      `echo "::error title=${name} is not set up::The environment ${name} lacks ${or.format(settings)}. Run 'npm run bootstrap' with access to AWS, again if it was set up by an earlier version: it prints what to set here."`,
      'exit 1',
    ].join('\n'),
  };
}

/** Signs in, deploys, and reads the outputs. */
export function deploySteps(stage: StagePlan, directory: string): Yaml[] {
  return [
    {
      name: 'Sign in to AWS',
      uses: actions.configureAwsCredentials,
      with: { 'role-to-assume': '${{ vars.AWS_ROLE_ARN }}', 'aws-region': '${{ vars.AWS_REGION }}' },
    },
    commands('Deploy', [`npx --no-install cdk ${cdkDeployArguments(stage, directory).join(' ')}`]),
    ...(outputsOf(stage).length > 0 ? [readOutputs(stage)] : []),
  ];
}

/** The outputs of the stage's stacks that its steps ask for, as outputs of the job. */
export function jobOutputs(stage: StagePlan) {
  return {
    ...Object.fromEntries(outputsOf(stage).map((output) => [output.name, stepOutput(output)])),
    ...passedOn(stage),
    attempt: '${{ github.run_attempt }}',
  };
}

function readOutputs(stage: StagePlan): Yaml {
  const lines = outputsOf(stage).map(
    ({ stack, name }) =>
      `node -p "'${name}=' + require('./${outputsFile}')['${stack}'].${name}" >> "$GITHUB_OUTPUT"`,
  );
  return { name: 'Read where it answers', id: 'outputs', run: lines.join('\n') };
}

function stepOutput({ name }: StackOutput): string {
  return `\${{ steps.outputs.outputs.${name} }}`;
}

function outputsOf({ checks }: StagePlan): readonly StackOutput[] {
  const all = checks.flatMap(({ outputs }) => Object.values(outputs));
  return [...new Map(all.map((output) => [output.name, output])).values()];
}
