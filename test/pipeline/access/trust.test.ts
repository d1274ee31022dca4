import { accessTemplates, repository, roleCalled } from './access-templates';
import { claimsOf, type Job, mayAssume, type TrustPolicy } from './trust-policy';

const templates = accessTemplates();

/** The synthesised trust policy of one of the roles. */
const trustOf = (role: string) => roleCalled(role, templates).AssumeRolePolicyDocument as TrustPolicy;

const dev = trustOf('groundwork-deploy-dev');
const prod = trustOf('groundwork-deploy-prod');
const contract = trustOf('groundwork-contract-dev');
const diff = trustOf('groundwork-diff');

const ours = {
  owner: repository.owner,
  ownerId: repository.ownerId,
  repository: repository.name,
  repositoryId: repository.id,
};

const push: Job = { ...ours, event: 'push', ref: 'refs/heads/main' };
const pullRequest: Job = { ...ours, event: 'pull_request', ref: 'refs/pull/7/merge' };
const deployment: Job = { ...push, environment: 'dev' };

/** Each job with a classic subject, and with one that holds the numbers. */
const bothSubjects = (jobs: readonly (readonly [string, Job])[]) =>
  jobs.flatMap(([name, job]) => [
    [`${name} (classic subject)`, job] as const,
    [`${name} (immutable subject)`, { ...job, immutableSubject: true }] as const,
  ]);

describe('the role that deploys dev', () => {
  test.each(bothSubjects([['a job of the environment dev on main', deployment]]))('lets in %s', (_, job) => {
    expect(mayAssume(dev, claimsOf(job))).toBe(true);
  });

  test.each(
    bothSubjects([
      ['another repository', { ...deployment, repository: 'other', repositoryId: 33 }],
      ['another repository that was given our name', { ...deployment, repositoryId: 33 }],
      [
        'an owner who took our name over, with a repository of our name',
        { ...deployment, ownerId: 44, repositoryId: 33 },
      ],
      ['a fork', { ...deployment, owner: 'mallory', ownerId: 44, repositoryId: 33 }],
      ['another branch', { ...deployment, ref: 'refs/heads/feature' }],
      ['a branch whose name begins with ours', { ...deployment, ref: 'refs/heads/main2' }],
      ['a tag called main', { ...deployment, ref: 'refs/tags/main' }],
      ['the environment prod', { ...deployment, environment: 'prod' }],
      ['another environment', { ...deployment, environment: 'devel' }],
      ['no environment', push],
      ['a pull request', pullRequest],
      ['a pull request that names the environment', { ...pullRequest, environment: 'dev' }],
      ['another audience', { ...deployment, audience: 'https://github.com/Acme' }],
      ['its owner in small letters', { ...deployment, owner: 'acme' }],
      ['its repository in capitals', { ...deployment, repository: 'SHOP' }],
      ['its environment in capitals', { ...deployment, environment: 'Dev' }],
      ['its branch in capitals', { ...deployment, ref: 'refs/heads/Main' }],
      ['a star for an environment', { ...deployment, environment: '*' }],
    ]),
  )('refuses %s', (_, job) => {
    expect(mayAssume(dev, claimsOf(job))).toBe(false);
  });

  test.each(['aud', 'sub', 'repository_id', 'ref', 'environment'])('refuses a token without %s', (claim) => {
    const { [claim]: removed, ...others } = claimsOf(deployment);
    expect(removed).toBeDefined();
    expect(mayAssume(dev, others)).toBe(false);
  });

  test('refuses a token whose subject and claims contradict each other', () => {
    const { sub } = claimsOf({ ...deployment, repositoryId: 33, immutableSubject: true });
    expect(mayAssume(dev, { ...claimsOf(deployment), sub: sub ?? '' })).toBe(false);
    expect(mayAssume(dev, { ...claimsOf(deployment), environment: 'prod' })).toBe(false);
  });
});

test('the role of prod takes the jobs of prod, and not those of dev', () => {
  expect(mayAssume(prod, claimsOf({ ...deployment, environment: 'prod' }))).toBe(true);
  expect(mayAssume(prod, claimsOf(deployment))).toBe(false);
});

describe('the role for testing dev', () => {
  test.each(bothSubjects([['a job of deploy.yml on main that names no environment', push]]))(
    'lets in %s',
    (_, job) => {
      expect(mayAssume(contract, claimsOf(job))).toBe(true);
    },
  );

  test.each(
    bothSubjects([
      ['another repository', { ...push, repository: 'other', repositoryId: 33 }],
      ['another repository that was given our name', { ...push, repositoryId: 33 }],
      [
        'an owner who took our name over, with a repository of our name',
        { ...push, ownerId: 44, repositoryId: 33 },
      ],
      ['a fork', { ...push, owner: 'mallory', ownerId: 44, repositoryId: 33 }],
      ['another branch', { ...push, ref: 'refs/heads/feature' }],
      ['a branch whose name begins with ours', { ...push, ref: 'refs/heads/main2' }],
      ['a tag called main', { ...push, ref: 'refs/tags/main' }],
      ['another workflow on main', { ...push, workflow: 'ci.yml' }],
      ['a workflow whose name begins with ours', { ...push, workflow: 'deploy.yml.yml' }],
      ['a job that names the environment', deployment],
      ['a job that names another environment', { ...deployment, environment: 'test' }],
      ['a pull request', pullRequest],
      ['a pull request that says it is of main', { ...pullRequest, ref: 'refs/heads/main' }],
      ['another audience', { ...push, audience: 'https://github.com/Acme' }],
      ['its owner in small letters', { ...push, owner: 'acme' }],
      ['its repository in capitals', { ...push, repository: 'SHOP' }],
      ['its branch in capitals', { ...push, ref: 'refs/heads/Main' }],
    ]),
  )('refuses %s', (_, job) => {
    expect(mayAssume(contract, claimsOf(job))).toBe(false);
  });

  test.each(['aud', 'sub', 'repository_id', 'ref', 'job_workflow_ref'])(
    'refuses a token without %s',
    (claim) => {
      const { [claim]: removed, ...others } = claimsOf(push);
      expect(removed).toBeDefined();
      expect(mayAssume(contract, others)).toBe(false);
    },
  );

  test('refuses deploy.yml as it is on another branch or in another repository', () => {
    for (const other of [
      'Acme/shop/.github/workflows/deploy.yml@refs/heads/feature',
      'Acme/other/.github/workflows/deploy.yml@refs/heads/main',
    ])
      expect(mayAssume(contract, { ...claimsOf(push), job_workflow_ref: other })).toBe(false);
  });
});

test('neither role of a stage takes the jobs of the other', () => {
  expect(mayAssume(dev, claimsOf(push))).toBe(false);
  expect(mayAssume(contract, claimsOf(deployment))).toBe(false);
});

describe('the role that compares', () => {
  test.each(bothSubjects([['a pull request', pullRequest]]))('lets in %s', (_, job) => {
    expect(mayAssume(diff, claimsOf(job))).toBe(true);
  });

  test.each(
    bothSubjects([
      ['a push', push],
      ['a deployment', deployment],
      ['a pull request that names an environment', { ...pullRequest, environment: 'dev' }],
      ['another repository', { ...pullRequest, repository: 'other', repositoryId: 33 }],
      ['another repository that was given our name', { ...pullRequest, repositoryId: 33 }],
      ['a fork', { ...pullRequest, owner: 'mallory', ownerId: 44, repositoryId: 33 }],
      ['another audience', { ...pullRequest, audience: 'https://github.com/Acme' }],
      ['its owner in small letters', { ...pullRequest, owner: 'acme' }],
    ]),
  )('refuses %s', (_, job) => {
    expect(mayAssume(diff, claimsOf(job))).toBe(false);
  });

  test.each(['aud', 'sub', 'repository_id'])('refuses a token without %s', (claim) => {
    const { [claim]: removed, ...others } = claimsOf(pullRequest);
    expect(removed).toBeDefined();
    expect(mayAssume(diff, others)).toBe(false);
  });
});

describe('the evaluator of these tests', () => {
  const policy = (Condition: Record<string, Record<string, string>>): TrustPolicy => ({
    Statement: dev.Statement.map((statement) => ({ ...statement, Condition })),
  });

  test('throws on an operator that it does not know, also where another condition is not met', () => {
    const like = { 'token.actions.githubusercontent.com:sub': 'repo:Acme/*' };
    const equals = { 'token.actions.githubusercontent.com:aud': 'nobody' };
    expect(() => mayAssume(policy({ StringEquals: equals, StringLike: like }), claimsOf(deployment))).toThrow(
      'The operator StringLike is not known here.',
    );
  });

  test('throws on a claim that AWS does not look at', () => {
    const condition = { 'token.actions.githubusercontent.com:repository_owner_id': '11' };
    expect(() => mayAssume(policy({ StringEquals: condition }), claimsOf(deployment))).toThrow(
      'AWS knows no condition key',
    );
  });

  test('lets everybody of GitHub in where there is no condition, and nobody of another provider', () => {
    expect(mayAssume(policy({}), claimsOf(pullRequest))).toBe(true);
    const stranger = { Federated: 'arn:aws:iam::123456789012:oidc-provider/example.com' };
    const strange = dev.Statement.map((statement) => ({ ...statement, Principal: stranger }));
    expect(mayAssume({ Statement: strange }, claimsOf(deployment))).toBe(false);
  });
});
