/** What GitHub vouches for in the token that a job signs in elsewhere with. */
export type Claims = Readonly<Record<string, string>> & {
  readonly iss: string;
  readonly aud: string;
  readonly sub: string;
};

/** Keys of AWS that last for a job. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** The cloud that a job signs in to. */
export interface Cloud {
  /** Throws `Not authorized to perform sts:AssumeRoleWithWebIdentity` when the role does not trust the claims. */
  assumeRole(
    roleArn: string,
    claims: Claims,
    session: { readonly name: string; readonly region: string; readonly seconds: number },
  ): Credentials | Promise<Credentials>;
}

/** The claims, from the `github` context of a job and the environment that it names. */
export function claimsOf(
  github: Readonly<Record<string, unknown>>,
  options: { environment: string | undefined; audience: string; immutableSubject: boolean },
): Claims {
  const copied = [
    ...['actor', 'actor_id', 'base_ref', 'event_name', 'head_ref', 'ref', 'ref_protected', 'ref_type'],
    ...['repository', 'repository_id', 'repository_owner', 'repository_owner_id', 'run_attempt', 'run_id'],
    ...['run_number', 'sha', 'workflow', 'workflow_ref', 'workflow_sha'],
  ];
  const { environment, audience, immutableSubject } = options;
  return {
    ...Object.fromEntries(copied.map((key) => [key, String(github[key])])),
    job_workflow_ref: String(github.workflow_ref),
    job_workflow_sha: String(github.workflow_sha),
    repository_visibility: 'private',
    runner_environment: 'github-hosted',
    ...(environment && { environment }),
    iss: 'https://token.actions.githubusercontent.com',
    aud: audience,
    sub: `repo:${repositoryOf(github, immutableSubject)}:${partOf(github, environment)}`,
  };
}

/** Repositories made since July 2026 have their numbers in the subject, so that a name which is free again is no key. */
function repositoryOf(github: Readonly<Record<string, unknown>>, immutable: boolean): string {
  const [owner, name] = String(github.repository).split('/');
  if (!immutable) return `${owner}/${name}`;
  return `${owner}@${github.repository_owner_id}/${name}@${github.repository_id}`;
}

/** An environment takes the place of the branch. */
function partOf(github: Readonly<Record<string, unknown>>, environment: string | undefined): string {
  if (environment) return `environment:${environment.replaceAll(':', '%3A')}`;
  return github.event_name === 'pull_request' ? 'pull_request' : `ref:${github.ref}`;
}
