import { constructId } from '../../backend/construct-id';

/** Who signs the tokens of GitHub's jobs, without https://, as AWS names it in ARNs and conditions. */
export const issuer = 'token.actions.githubusercontent.com';

/** Whom the tokens are for; GitHub's action for signing in to AWS asks for this one. */
export const audience = 'sts.amazonaws.com';

/** The name has a hyphen, which no stage's has, so that no stage's stack can be called the same. */
export const stackNames = {
  access: 'groundwork-pipeline-access',
  apiLogs: 'groundwork-api-logs',
} as const;

export const roleNames = {
  deploy: (stage: string) => `groundwork-deploy-${stage}`,
  contract: (stage: string) => `groundwork-contract-${stage}`,
  diff: 'groundwork-diff',
} as const;

/** The names of the outputs of the stack `stackNames.access`. */
export const outputs = {
  deployRole: (stage: string) => `Deploy${constructId(stage)}RoleArn`,
  contractRole: (stage: string) => `Contract${constructId(stage)}RoleArn`,
  diffRole: 'DiffRoleArn',
  region: 'Region',
} as const;

/** What the app is told by the command that deploys it. */
export const context = {
  account: 'groundwork:account',
  existingProvider: 'groundwork:existing-provider',
} as const;
