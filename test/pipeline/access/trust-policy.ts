/** What a token of GitHub says about the job that it was made for. */
export type Claims = Readonly<Record<string, string>>;

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Principal: { readonly Federated?: unknown };
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** The trust policy of a role: its AssumeRolePolicyDocument. */
export interface TrustPolicy {
  readonly Statement: readonly Statement[];
}

const issuer = 'token.actions.githubusercontent.com';

/**
 * Whether AWS would let a job take on a role: some statement has all its conditions met.
 * @throws on whatever it does not know, so that a test never passes on a guess
 */
export function mayAssume(policy: TrustPolicy, claims: Claims): boolean {
  return policy.Statement.map((statement) => allows(statement, claims)).includes(true);
}

function allows({ Effect, Action, Principal, Condition = {} }: Statement, claims: Claims): boolean {
  if (Effect !== 'Allow') throw new Error(`The effect ${Effect} is not known here.`);
  if (Action !== 'sts:AssumeRoleWithWebIdentity') return false;
  if (!JSON.stringify(Principal.Federated ?? '').includes(`:oidc-provider/${issuer}"`)) return false;
  return Object.entries(Condition)
    .flatMap(([operator, keys]) => Object.entries(keys).map(([key, wanted]) => ({ operator, key, wanted })))
    .map((condition) => met(condition, claims))
    .every(Boolean);
}

function met(
  condition: { operator: string; key: string; wanted: string | readonly string[] },
  claims: Claims,
): boolean {
  const { operator, key, wanted } = condition;
  if (operator !== 'StringEquals') throw new Error(`The operator ${operator} is not known here.`);
  const [, claim = ''] = key.split(`${issuer}:`);
  if (!known.includes(claim)) throw new Error(`AWS knows no condition key ${key}.`);
  const value = claims[claim];
  // Letter by letter, and without patterns; a claim that is missing equals nothing.
  return value !== undefined && [wanted].flat().includes(value);
}

/**
 * The claims of GitHub's tokens that AWS takes into account, as of January 2026. A condition on another would never
 * be met.
 */
const known = [
  'actor',
  'actor_id',
  'aud',
  'enterprise_id',
  'environment',
  'job_workflow_ref',
  'ref',
  'repository',
  'repository_id',
  'sub',
  'workflow',
];

export interface Job {
  readonly owner: string;
  readonly ownerId: number;
  readonly repository: string;
  readonly repositoryId: number;
  readonly event: 'push' | 'pull_request';
  readonly ref: string;
  readonly environment?: string;
  /** The file that describes the job, when it is not deploy.yml. */
  readonly workflow?: string;
  /** Whether the subject holds the numbers, too, as it does for repositories since July 2026. */
  readonly immutableSubject?: boolean;
  readonly audience?: string;
}

/** The claims that GitHub gives a job. */
export function claimsOf(job: Job): Claims {
  const { owner, ownerId, repository, repositoryId, event, ref, environment, immutableSubject } = job;
  const name = immutableSubject
    ? `${owner}@${ownerId}/${repository}@${repositoryId}`
    : `${owner}/${repository}`;
  return {
    aud: job.audience ?? 'sts.amazonaws.com',
    sub: `repo:${name}:${contextOf(job)}`,
    repository: `${owner}/${repository}`,
    repository_id: String(repositoryId),
    repository_owner: owner,
    repository_owner_id: String(ownerId),
    event_name: event,
    ref,
    job_workflow_ref: `${owner}/${repository}/.github/workflows/${job.workflow ?? 'deploy.yml'}@${ref}`,
    ...(environment && { environment }),
  };
}

/** An environment comes before all else, a pull request before its ref. */
function contextOf({ environment, event, ref }: Job): string {
  if (environment) return `environment:${environment}`;
  return event === 'pull_request' ? event : `ref:${ref}`;
}
