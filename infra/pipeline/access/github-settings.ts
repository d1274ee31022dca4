import { defaultBranch, type Repository } from '../../repository';

export interface GitHubSettings {
  readonly repository: Repository;
  readonly environments: ReadonlyArray<{
    readonly name: string;
    readonly deployRole: string;
    readonly contractRole: string;
    readonly region: string;
    /** Whether somebody should agree to each deployment. */
    readonly reviewed: boolean;
  }>;
  readonly diffRole: string;
  readonly diffRegion: string;
}

/** What is to be set on GitHub, in words and as commands. The commands hold no comments, which zsh would run. */
export function explainGitHub({ repository, environments, diffRole, diffRegion }: GitHubSettings): string {
  const name = `${repository.owner}/${repository.name}`;
  const set = (variable: string, value: string, where = '') =>
    `gh variable set ${variable} --repo ${name}${where} --body ${value}`;
  const reviewed = environments.filter((environment) => environment.reviewed);
  return [
    `Now tell GitHub; none of it is secret. With its command line (https://cli.github.com, then gh auth login) paste:`,
    block(
      environments.flatMap((environment) => [
        putEnvironment(name, environment.name),
        `gh api --method POST repos/${name}/environments/${environment.name}/deployment-branch-policies -f name=${defaultBranch}`,
        ...settingsOf(environment).map(([variable, value]) =>
          set(variable, value, ` --env ${environment.name}`),
        ),
      ]),
      [set('AWS_DIFF_ROLE_ARN', diffRole), set('AWS_REGION', diffRegion)],
    ),
    ...(reviewed.length > 0
      ? [
          `Advised: be asked before each deployment of ${list(reviewed.map((one) => one.name))}. GitHub has this for public repositories, and for private ones on its Enterprise plan:`,
          block(
            reviewed.map((one) =>
              putEnvironment(
                name,
                one.name,
                ` -F 'reviewers[][type]=User' -F "reviewers[][id]=$(gh api user --jq .id)"`,
              ),
            ),
          ),
        ]
      : []),
    'Or in a browser:',
    [
      ...environments.map((environment) =>
        [
          `https://github.com/${name}/settings/environments, New environment: ${environment.name}`,
          `Deployment branches and tags: Selected branches and tags, and add ${defaultBranch}`,
          ...(environment.reviewed ? ['Required reviewers: yourself (advised)'] : []),
          ...settingsOf(environment).map(
            ([variable, value], index) =>
              `${index === 0 ? 'Environment variables:' : ' '.repeat(22)} ${variable} = ${value}`,
          ),
        ].join('\n       '),
      ),
      [
        `https://github.com/${name}/settings/variables/actions, New repository variable`,
        `AWS_DIFF_ROLE_ARN = ${diffRole}`,
        `AWS_REGION = ${diffRegion}`,
      ].join('\n       '),
    ]
      .map((step, index) => `  ${index + 1}.   ${step}`)
      .join('\n'),
    `Then push to ${defaultBranch}, and watch https://github.com/${name}/actions.`,
  ].join('\n\n');
}

function settingsOf({
  deployRole,
  contractRole,
  region,
}: GitHubSettings['environments'][number]): readonly (readonly [string, string])[] {
  return [
    ['AWS_ROLE_ARN', deployRole],
    ['AWS_CONTRACT_ROLE_ARN', contractRole],
    ['AWS_REGION', region],
  ];
}

/** It replaces what the environment has, hence all of it each time. */
function putEnvironment(repository: string, environment: string, more = ''): string {
  const branches = [
    'deployment_branch_policy[protected_branches]=false',
    'deployment_branch_policy[custom_branch_policies]=true',
  ];
  const fields = branches.map((field) => ` -F '${field}'`).join('');
  return `gh api --method PUT repos/${repository}/environments/${environment}${fields}${more}`;
}

function block(...groups: readonly (readonly string[])[]): string {
  return groups
    .flat()
    .map((line) => `  ${line}`)
    .join('\n');
}

function list(names: readonly string[]): string {
  return names.join(' and ');
}
