import { WebIdentityPrincipal } from 'aws-cdk-lib/aws-iam';
import { defaultBranch, type Repository } from '../../repository';
import { workflowFile } from '../github/workflow-file';
import { audience, issuer } from './names';

/**
 * Lets in the jobs of main that name the stage's environment. The subject of such a job does not hold its branch,
 * hence the condition on `ref`.
 */
export function deployingJobs(provider: string, repository: Repository, stage: string): WebIdentityPrincipal {
  return jobs(provider, {
    aud: audience,
    sub: subjects(repository, `environment:${stage}`),
    repository_id: String(repository.id),
    ref: `refs/heads/${defaultBranch}`,
    environment: stage,
  });
}

/**
 * Lets in the jobs of main that deploy.yml itself describes and that name no environment: with one their subject would
 * be another. Which stage such a job tests, its token does not say.
 */
export function testingJobs(provider: string, repository: Repository): WebIdentityPrincipal {
  const ref = `refs/heads/${defaultBranch}`;
  return jobs(provider, {
    aud: audience,
    sub: subjects(repository, `ref:${ref}`),
    repository_id: String(repository.id),
    ref,
    job_workflow_ref: `${repository.owner}/${repository.name}/${workflowFile}@${ref}`,
  });
}

/** Lets in the jobs of pull requests. GitHub gives those of a fork no token. */
export function pullRequests(provider: string, repository: Repository): WebIdentityPrincipal {
  return jobs(provider, {
    aud: audience,
    sub: subjects(repository, 'pull_request'),
    repository_id: String(repository.id),
  });
}

/** Nothing but equality: one forgotten letter in a pattern has opened many an account. */
function jobs(
  provider: string,
  claims: Readonly<Record<string, string | readonly string[]>>,
): WebIdentityPrincipal {
  const named = Object.entries(claims).map(([claim, value]) => [`${issuer}:${claim}`, value]);
  return new WebIdentityPrincipal(provider, { StringEquals: Object.fromEntries(named) });
}

/** A repository of before July 2026 has the first kind of subject, a younger or a renamed one the second. */
function subjects({ owner, ownerId, name, id }: Repository, what: string): readonly string[] {
  return [`repo:${owner}/${name}:${what}`, `repo:${owner}@${ownerId}/${name}@${id}:${what}`];
}
