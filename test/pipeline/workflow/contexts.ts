import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Scope } from './expressions';
import { findFiles } from './globs';
import type { JobState, RunState } from './state';

/** The `github` context of a job; `workspace` only where there is a machine. */
export function githubContext(
  run: RunState,
  job: { readonly id: string; readonly token: string; readonly workspace?: string },
): Record<string, unknown> {
  const { repository, subject, record, options } = run;
  const [owner] = repository.name.split('/');
  return {
    actor: 'octocat',
    actor_id: '583231',
    api_url: run.apiUrl,
    base_ref: subject.baseRef,
    event: subject.payload,
    event_name: options.event.name,
    head_ref: subject.headRef,
    job: job.id,
    ref: subject.ref,
    ref_name: subject.refName,
    ref_protected: false,
    ref_type: 'branch',
    repository: repository.name,
    repository_id: String(repository.id),
    repository_owner: owner,
    repository_owner_id: String(repository.ownerId),
    run_attempt: '1',
    run_id: String(record.id),
    run_number: String(record.number),
    server_url: 'https://github.com',
    sha: record.sha,
    token: job.token,
    triggering_actor: 'octocat',
    workflow: record.name,
    workflow_ref: `${repository.name}/${record.file}@${subject.ref}`,
    workflow_sha: record.sha,
    workspace: job.workspace ?? '',
  };
}

/** The environment variables that stand for the `github` context; its token and its event are not among them. */
export function githubVariables(github: Readonly<Record<string, unknown>>): Record<string, string> {
  const pairs = Object.entries(github)
    .filter(([key]) => key !== 'token' && key !== 'event')
    .map(([key, value]) => [`GITHUB_${key.toUpperCase()}`, String(value)]);
  return Object.fromEntries(pairs);
}

/** What the expressions of a step, and those that are evaluated after the steps, can see. */
export function stepScope(job: JobState, env: Readonly<Record<string, string>>): Scope {
  const { status, machine } = job;
  return {
    contexts: {
      ...job.contexts,
      env,
      job: { status },
      runner: {
        arch: 'X64',
        environment: 'github-hosted',
        name: 'GitHub Actions 1',
        os: 'Linux',
        temp: machine.temp,
      },
      steps: job.steps,
    },
    functions: {
      always: () => true,
      cancelled: () => job.status === 'cancelled',
      failure: () => job.status === 'failure',
      success: () => job.status === 'success',
      hashFiles: (...patterns) => hashOf(machine.workspace, patterns),
    },
  };
}

function hashOf(workspace: string, patterns: readonly string[]): string {
  const { files } = findFiles(patterns.join('\n'), workspace, { hidden: true });
  if (files.length === 0) return '';
  const whole = createHash('sha256');
  for (const file of files) whole.update(createHash('sha256').update(readFileSync(file)).digest());
  return whole.digest('hex');
}
