import type { Triggers } from './definition';

interface Payload {
  /** Added to what `github.event` holds. */
  readonly payload?: Readonly<Record<string, unknown>>;
}

/** What happened on GitHub. */
export type Event = Payload &
  (
    | { readonly name: 'push'; readonly branch: string; readonly sha: string }
    | {
        readonly name: 'workflow_dispatch';
        readonly branch: string;
        readonly sha: string;
        readonly inputs?: Readonly<Record<string, string | number | boolean>>;
      }
    | {
        readonly name: 'pull_request';
        readonly number: number;
        /** The branch that is to be merged, and the one that it is to be merged into. */
        readonly head: string;
        readonly base: string;
        /** The commit of the merge, as GitHub tries it. */
        readonly sha: string;
        readonly action?: string;
      }
  );

/** What an event says of the state of the repository that a run works on. */
export interface Subject {
  readonly ref: string;
  readonly refName: string;
  /** The branch that GitHub lists the run under. */
  readonly branch: string;
  readonly headRef: string;
  readonly baseRef: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** Derives the refs and the payload of an event. */
export function subjectOf(event: Event): Subject {
  if (event.name === 'pull_request') {
    const { number, head, base, action = 'synchronize' } = event;
    const pull_request = { number, head: { ref: head, sha: event.sha }, base: { ref: base } };
    const payload = { action, number, pull_request, ...event.payload };
    const refName = `${number}/merge`;
    return { ref: `refs/pull/${refName}`, refName, branch: head, headRef: head, baseRef: base, payload };
  }
  const ref = `refs/heads/${event.branch}`;
  const own =
    event.name === 'push'
      ? { after: event.sha, head_commit: { id: event.sha } }
      : { inputs: event.inputs ?? {} };
  const payload = { ref, ...own, ...event.payload };
  return { ref, refName: event.branch, branch: event.branch, headRef: '', baseRef: '', payload };
}

/** Whether `on` asks for a run at this event. */
export function isTriggeredBy(on: Triggers, event: Event): boolean {
  if (!(event.name in on)) return false;
  if (event.name === 'workflow_dispatch') return true;
  const filter = on[event.name] ?? {};
  if (event.name === 'pull_request') {
    const types = [on.pull_request?.types ?? ['opened', 'synchronize', 'reopened']].flat();
    if (!types.includes(event.action ?? 'synchronize')) return false;
  }
  const branch = event.name === 'push' ? event.branch : event.base;
  const ignored = [filter['branches-ignore'] ?? []].flat();
  if (ignored.length > 0) return !matchesBranch(ignored, branch);
  return filter.branches === undefined || matchesBranch([filter.branches].flat(), branch);
}

/** The `inputs` of a run that somebody starts by hand; throws where GitHub's form would not let them. */
export function inputsOf(on: Triggers, event: Event): Record<string, unknown> {
  if (event.name !== 'workflow_dispatch') return {};
  const defined = on.workflow_dispatch?.inputs ?? {};
  const given = event.inputs ?? {};
  for (const name of Object.keys(given))
    if (!(name in defined)) throw new Error(`Unexpected inputs provided: ["${name}"]`);
  return Object.fromEntries(
    Object.entries(defined).map(([name, input]) => {
      const value = given[name] ?? input?.default;
      if (input?.required && (value ?? '') === '') throw new Error(`Required input '${name}' not provided`);
      return [name, value ?? (input?.type === 'boolean' ? false : '')];
    }),
  );
}

/** The last pattern that matches decides; one with `!` takes a branch out again. */
export function matchesBranch(patterns: readonly string[], branch: string): boolean {
  return patterns.reduce((matched, pattern) => {
    const not = pattern.startsWith('!');
    const expression = (not ? pattern.slice(1) : pattern)
      .replace(/[.^$()|{}\\]/g, '\\$&')
      .replace(/\*+/g, (stars) => (stars.length > 1 ? '.*' : '[^/]*'));
    return new RegExp(`^${expression}$`).test(branch) ? !not : matched;
  }, false);
}
