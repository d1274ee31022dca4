import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { allows, type Permissions } from './permissions';
import type { Artifact, RunRecord } from './run-record';

/** The part of GitHub's REST API that a workflow may ask: for runs and their artifacts. */
export interface Api {
  readonly url: string;
  readonly close: () => Promise<void>;
}

interface World {
  readonly repository: string;
  /** Oldest first. */
  readonly history: readonly RunRecord[];
  readonly tokens: ReadonlyMap<string, Permissions>;
}

/** Serves it on this machine, on a free port. */
export async function startApi(world: World): Promise<Api> {
  const server = createServer((request, response) => {
    const { status, body } = answer(world, request);
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

function answer(world: World, request: IncomingMessage): Answer {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const [, token = ''] = /^(?:Bearer|token) (.+)$/i.exec(request.headers.authorization ?? '') ?? [];
  const permissions = world.tokens.get(token);
  if (permissions === undefined) return problem(401, token ? 'Bad credentials' : 'Requires authentication');
  const base = `/repos/${world.repository}/actions`.toLowerCase();
  const path = decodeURIComponent(url.pathname);
  const [, file, id] =
    /^(?:\/workflows\/([^/]+)\/runs|\/runs\/(\d+)\/artifacts)$/.exec(path.slice(base.length)) ?? [];
  const known = request.method === 'GET' && path.toLowerCase().startsWith(base) && (file ?? id) !== undefined;
  if (!known) return problem(404, 'Not Found');
  if (!allows(permissions, 'actions', 'read')) return problem(403, 'Resource not accessible by integration');
  return file === undefined ? artifactsOf(world, Number(id), url) : runsOf(world, file, url);
}

function runsOf({ history, repository }: World, file: string, { searchParams }: URL): Answer {
  const runs = history.filter((run) => run.file.split('/').at(-1) === file);
  if (runs.length === 0) return problem(404, 'Not Found');
  const wanted = (name: string, ...values: (string | undefined)[]) =>
    !searchParams.get(name) || values.includes(searchParams.get(name) ?? '');
  const found = runs
    .filter(
      (run) => wanted('branch', run.branch) && wanted('event', run.event) && wanted('head_sha', run.sha),
    )
    .filter((run) => wanted('status', statusOf(run), run.conclusion))
    .reverse();
  const workflow_runs = page(found, searchParams).map((run) => shownRun(run, repository));
  return { status: 200, body: { total_count: found.length, workflow_runs } };
}

function artifactsOf({ history, repository }: World, id: number, { searchParams }: URL): Answer {
  const run = history.find((candidate) => candidate.id === id);
  if (run === undefined) return problem(404, 'Not Found');
  const name = searchParams.get('name');
  const found = Object.values(run.artifacts).filter((artifact) => !name || artifact.name === name);
  const artifacts = page(found, searchParams).map((artifact) => shownArtifact(artifact, run, repository));
  return { status: 200, body: { total_count: found.length, artifacts } };
}

function shownRun(run: RunRecord, repository: string): unknown {
  return {
    id: run.id,
    name: run.name,
    path: run.file,
    event: run.event,
    head_branch: run.branch,
    head_sha: run.sha,
    run_number: run.number,
    run_attempt: 1,
    status: statusOf(run),
    conclusion: run.conclusion ?? null,
    created_at: run.createdAt,
    updated_at: run.createdAt,
    html_url: `https://github.com/${repository}/actions/runs/${run.id}`,
  };
}

function shownArtifact(artifact: Artifact, run: RunRecord, repository: string): unknown {
  return {
    id: artifact.id,
    name: artifact.name,
    size_in_bytes: artifact.size,
    expired: artifact.expired,
    created_at: run.createdAt,
    archive_download_url: `https://api.github.com/repos/${repository}/actions/artifacts/${artifact.id}/zip`,
    workflow_run: { id: run.id, head_branch: run.branch, head_sha: run.sha },
  };
}

function statusOf(run: RunRecord): string {
  return run.conclusion === undefined ? 'in_progress' : 'completed';
}

function page<T>(all: readonly T[], parameters: URLSearchParams): T[] {
  const size = Math.min(Number(parameters.get('per_page')) || 30, 100);
  const number = Number(parameters.get('page')) || 1;
  return all.slice((number - 1) * size, number * size);
}

function problem(status: number, message: string): Answer {
  return {
    status,
    body: { message, documentation_url: 'https://docs.github.com/rest', status: String(status) },
  };
}
