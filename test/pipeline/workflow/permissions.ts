import type { PermissionsDefinition, WorkflowDefinition } from './definition';

/** What the token of a job may do, by scope; what is not named is not allowed. */
export type Permissions = Readonly<Record<string, 'read' | 'write' | 'none'>>;

const scopes = [
  ...['actions', 'attestations', 'checks', 'contents', 'deployments', 'discussions', 'issues', 'models'],
  ...['packages', 'pages', 'pull-requests', 'repository-projects', 'security-events', 'statuses'],
];

/** Those of the job replace those of the workflow; with neither, the restricted default of a repository. */
export function permissionsOf(
  workflow: Pick<WorkflowDefinition, 'permissions'>,
  job: { readonly permissions?: PermissionsDefinition | undefined },
): Permissions {
  const given = job.permissions ?? workflow.permissions ?? { contents: 'read', packages: 'read' };
  if (typeof given === 'object') return given;
  const level = given === 'read-all' ? 'read' : 'write';
  // A token to sign in elsewhere can be written only.
  const identity = level === 'write' ? { 'id-token': 'write' as const } : {};
  return { ...Object.fromEntries(scopes.map((scope) => [scope, level])), ...identity };
}

/** Whether they allow something; who may write may read. */
export function allows(permissions: Permissions, scope: string, level: 'read' | 'write'): boolean {
  return permissions[scope] === 'write' || permissions[scope] === level;
}
