import type { Claims } from './identity';
import type { WorkflowOptions } from './options';
import { tracing } from './run-result';
import { jobOf, older, push, scratch, sha, steps, uses } from './small-workflows';

const last = (run: Awaited<ReturnType<typeof steps>>) => jobOf(run).steps.at(-1)?.log;

describe('permissions', () => {
  const ask = `- run: >-
    curl -sS -o answer -w '%{http_code} ' -H "Authorization: Bearer \${{ github.token }}" "$GITHUB_API_URL/repos/$GITHUB_REPOSITORY/actions/workflows/deploy.yml/runs" && cat answer`;
  const enter = `- uses: ${uses.signIn}\n  with: { aws-region: eu-central-1, role-to-assume: arn:aws:iam::111122223333:role/x }`;
  const fetch = `- uses: ${uses.download}\n  with: { name: x, run-id: 1, github-token: "\${{ github.token }}" }`;
  test.each([
    ['contents: read', `- uses: ${uses.checkout}`, 'Repository not found'],
    ['id-token: write', enter, 'Did you mean to set the `id-token` permission?'],
    ['actions: read', fetch, 'Resource not accessible by integration'],
    ['actions: read', ask, '403 {"message":"Resource not accessible by integration"'],
  ])('what needs %s fails without it: %#', async (permission, step, message) => {
    const options: Partial<WorkflowOptions> = {
      cloud: {
        assumeRole: () => ({ accessKeyId: 'a-key', secretAccessKey: 'secret', sessionToken: 'token' }),
      },
      previousRuns: [{ id: 1, sha: older, artifacts: { x: { directory: scratch } } }],
    };
    const without = await steps(step, { ...options, job: 'permissions: {}' });
    expect(last(without)).toContain(message);
    const withIt = await steps(step, { ...options, job: `permissions: { ${permission} }` });
    await tracing(withIt, () => {
      expect(last(withIt)).not.toContain(message);
      expect(withIt.conclusion).toBe('success');
      expect(jobOf(withIt).permissions).toEqual({
        [permission.split(':')[0] ?? '']: permission.split(': ')[1],
      });
    });
  });

  test('whoever may sign in elsewhere can do so from any step, and nobody else', async () => {
    const ask = `- run: echo "[\${ACTIONS_ID_TOKEN_REQUEST_TOKEN:+a token}] [\${ACTIONS_ID_TOKEN_REQUEST_URL:+an address}]"`;
    const may = await steps(ask, { job: 'permissions: { id-token: write }' });
    expect(last(may)).toBe('[a token] [an address]');
    const mayNot = await steps(ask, { job: 'permissions: { contents: write }' });
    expect(last(mayNot)).toBe('[] []');
  });

  test('those of the job replace those of the workflow', async () => {
    const run = await push(`
permissions: { contents: write }
jobs:
  one: { runs-on: ubuntu-24.04, steps: [{ run: "true" }] }
  two: { runs-on: ubuntu-24.04, permissions: { actions: read }, steps: [{ run: "true" }] }`);
    expect(jobOf(run, 'one').permissions).toEqual({ contents: 'write' });
    expect(jobOf(run, 'two').permissions).toEqual({ actions: 'read' });
  });
});

describe('environments', () => {
  const environments = { prod: { vars: { WHERE: 'prod' }, secrets: { S: 'prod-key' }, branches: ['main'] } };
  const workflow = `
jobs:
  in:
    runs-on: ubuntu-24.04
    environment: { name: prod, url: "\${{ steps.x.outputs.url }}" }
    concurrency: { group: "deploy-\${{ github.ref_name }}", cancel-in-progress: false, queue: max }
    steps:
      - { id: x, run: 'echo "url=https://x" >> "$GITHUB_OUTPUT"; echo "\${{ vars.WHERE }} \${{ vars.ALL }} \${{ secrets.S }}"' }
  out:
    runs-on: ubuntu-24.04
    steps: [{ run: 'echo "[\${{ vars.WHERE }}] \${{ vars.ALL }} [\${{ secrets.S }}]"' }]`;

  test('only the jobs that name one see what is set in it', async () => {
    const run = await push(workflow, { environments, vars: { ALL: 'all' } });
    await tracing(run, () => {
      expect(jobOf(run, 'in').steps[0]?.log).toBe('prod all ***');
      expect(jobOf(run, 'in').environment).toEqual({ name: 'prod', url: 'https://x' });
      expect(jobOf(run, 'in').concurrency).toEqual({
        group: 'deploy-main',
        cancelInProgress: false,
        queue: 'max',
      });
      expect(jobOf(run, 'out').steps[0]?.log).toBe('[] all []');
      expect(jobOf(run, 'out').environment).toBeUndefined();
    });
  });

  test('another branch is not let in', async () => {
    const run = await push(workflow, { environments, event: { name: 'push', branch: 'topic', sha } });
    expect(jobOf(run, 'in')).toMatchObject({ result: 'failure', steps: [] });
    expect(jobOf(run, 'in').annotations[0]?.message).toContain(
      'Branch "topic" is not allowed to deploy to prod',
    );
  });
});

describe('signing in to AWS', () => {
  const role = 'arn:aws:iam::111122223333:role/deploy';
  const enter = `
    - uses: ${uses.signIn}
      with: { role-to-assume: "\${{ vars.ROLE }}", aws-region: "\${{ vars.REGION }}" }
    - run: echo "$AWS_REGION $AWS_ACCESS_KEY_ID"; test "$AWS_SECRET_ACCESS_KEY" = hush && test "$AWS_SESSION_TOKEN" = t0ken`;
  const permissions = 'permissions: { id-token: write }';
  const vars = { ROLE: role, REGION: 'eu-central-1' };

  test.each([
    ['environment: prod', {}, 'repo:acme/groundwork:environment:prod'],
    ['', {}, 'repo:acme/groundwork:ref:refs/heads/main'],
    [
      '',
      { event: { name: 'pull_request', number: 1, head: 'x', base: 'main', sha } },
      'repo:acme/groundwork:pull_request',
    ],
    [
      'environment: prod',
      { repository: { immutableSubject: true } },
      'repo:acme@2002/groundwork@1001:environment:prod',
    ],
  ] as [string, Partial<WorkflowOptions>, string][])(
    '%s %j says that it is %j',
    async (more, options, sub) => {
      const asked: [string, Claims][] = [];
      const cloud: WorkflowOptions['cloud'] = {
        assumeRole(arn, claims) {
          asked.push([arn, claims]);
          return { accessKeyId: 'a-key', secretAccessKey: 'hush', sessionToken: 't0ken' };
        },
      };
      const job = `${permissions}\n${more}`;
      const run = await steps(enter, { job, cloud, vars, ...options });
      await tracing(run, () => {
        expect(last(run)).toBe('eu-central-1 ***');
        expect(asked).toEqual([[role, expect.objectContaining({ sub, aud: 'sts.amazonaws.com' })]]);
        expect(asked[0]?.[1]).toMatchObject({ repository_id: '1001', event_name: expect.any(String) });
        expect(asked[0]?.[1].job_workflow_ref).toMatch(
          /^acme\/groundwork\/\.github\/workflows\/deploy\.yml@refs\//,
        );
      });
    },
  );

  test.each([
    [
      'a role that does not trust the job',
      vars,
      'OIDC: Not authorized to perform sts:AssumeRoleWithWebIdentity',
    ],
    ['no region', { ROLE: role }, 'Input required and not supplied: aws-region'],
    ['no role', { REGION: 'eu-central-1' }, 'Could not load credentials from any providers'],
    ['a role without an account', { ...vars, ROLE: 'deploy' }, 'Source Account ID is needed'],
  ])('%s fails', async (_, given, message) => {
    const cloud: WorkflowOptions['cloud'] = {
      assumeRole() {
        throw new Error('Not authorized to perform sts:AssumeRoleWithWebIdentity');
      },
    };
    const run = await steps(enter, { job: permissions, cloud, vars: given });
    expect(jobOf(run).steps[0]?.log).toContain(message);
    expect(run.conclusion).toBe('failure');
  });
});
