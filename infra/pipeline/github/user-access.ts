import type { StagePlan, StepPlan } from '../plan';
import { actions } from './actions';
import { noted, type Yaml } from './yaml';

/** Whether a check of the stage makes users, and so has to be let at the stage's user pool. */
export function isForUsers({ checks }: StagePlan): boolean {
  return checks.some(({ makesUsers }) => makesUsers);
}

/** A check names no environment, whose variables it could not read otherwise: the job that deployed passes them on. */
export function passedOn(stage: StagePlan) {
  return isForUsers(stage)
    ? { contractRole: '${{ vars.AWS_CONTRACT_ROLE_ARN }}', region: '${{ vars.AWS_REGION }}' }
    : {};
}

/** What a check may do. */
export function permissionsOf({ makesUsers }: StepPlan, { name }: StagePlan): Yaml {
  const read = { contents: 'read' };
  if (!makesUsers) return noted(`No access to AWS: this is a visitor of ${name}, like any other.`, read);
  return {
    ...read,
    'id-token': noted(
      `Signs in to AWS as this job of this repository, with a role for the users of ${name} and nothing else.`,
      'write',
    ),
  };
}

/** @param deployedBy the job that passes the role on */
export function requireRole({ name }: StagePlan, deployedBy: string): Yaml {
  const { contractRole, region } = outputsOf(deployedBy);
  return {
    name: 'Was its role passed on?',
    if: `\${{ !${contractRole} || !${region} }}`,
    run: [
      `echo "::error title=The role for testing ${name} was not passed on::${deployedBy} has both AWS_CONTRACT_ROLE_ARN and AWS_REGION, but GitHub drops what holds a secret. See that no secret is part of one of them, such as the number of the account, and that no step masks it."`,
      'exit 1',
    ].join('\n'),
  };
}

/** Long enough for the limit of the job, and for tidying up at its end. */
const seconds = 1800;

/** Comes after the installation, which is no business of whoever may do something on AWS. */
export function signInForUsers(deployedBy: string): Yaml {
  const { contractRole, region } = outputsOf(deployedBy);
  return {
    name: 'Sign in to AWS',
    uses: actions.configureAwsCredentials,
    with: {
      'role-to-assume': `\${{ ${contractRole} }}`,
      'aws-region': `\${{ ${region} }}`,
      'role-duration-seconds': seconds,
    },
  };
}

function outputsOf(job: string) {
  return { contractRole: `needs.${job}.outputs.contractRole`, region: `needs.${job}.outputs.region` };
}
