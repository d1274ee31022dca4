import { readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

export type Conclusion = 'success' | 'failure' | 'cancelled' | 'skipped';

/** Files that a run keeps, by a name. */
export interface Artifact {
  readonly id: number;
  readonly name: string;
  readonly directory: string;
  readonly files: readonly string[];
  readonly size: number;
  readonly expired: boolean;
}

/** What GitHub knows of a run when others ask for it. */
export interface RunRecord {
  readonly id: number;
  readonly number: number;
  readonly name: string;
  readonly file: string;
  readonly event: string;
  readonly branch: string;
  readonly sha: string;
  readonly createdAt: string;
  readonly artifacts: Readonly<Record<string, Artifact>>;
  /** Nothing while it is in progress. */
  readonly conclusion: Conclusion | undefined;
}

/** A run that came before: only its commit must be known. */
export interface PreviousRun extends Partial<Omit<RunRecord, 'artifacts'>> {
  readonly sha: string;
  /** False for what was no run at all, as nothing asked for one. */
  readonly triggered?: boolean;
  readonly artifacts?: Readonly<Record<string, Artifact | Pick<Artifact, 'directory'> | ExpiredArtifact>>;
}

interface ExpiredArtifact {
  readonly expired: true;
}

/** The record of a run that begins, after others. */
export function newRecord(
  of: Pick<RunRecord, 'name' | 'file' | 'event' | 'branch' | 'sha'>,
  earlier: readonly RunRecord[],
): RunRecord & { readonly artifacts: Record<string, Artifact> } {
  const number = Math.max(0, ...earlier.map((run) => run.number)) + 1;
  const createdAt = new Date().toISOString();
  return { ...of, id: nextId(), number, createdAt, artifacts: {}, conclusion: undefined };
}

/** Completes what a test knows of earlier runs; a green push to main, if it says nothing else. */
export function recordOf(run: PreviousRun, like: Pick<RunRecord, 'name' | 'file' | 'number'>): RunRecord {
  const id = run.id ?? nextId();
  const artifacts = Object.entries(run.artifacts ?? {}).map(
    ([name, artifact]) => [name, completed(name, artifact)] as const,
  );
  return {
    ...{ event: 'push', branch: 'main', createdAt: new Date().toISOString(), ...like },
    ...run,
    id,
    conclusion: 'conclusion' in run ? run.conclusion : 'success',
    artifacts: Object.fromEntries(artifacts),
  };
}

function completed(
  name: string,
  artifact: Artifact | Pick<Artifact, 'directory'> | ExpiredArtifact,
): Artifact {
  if ('files' in artifact) return artifact;
  if ('directory' in artifact) return artifactOf(name, artifact.directory);
  return { id: nextId(), name, directory: '', files: [], size: 0, expired: true };
}

/** Takes stock of a folder that is kept as an artifact. */
export function artifactOf(name: string, directory: string): Artifact {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)))
    .sort();
  const size = files.reduce((sum, file) => sum + statSync(join(directory, file)).size, 0);
  return { id: nextId(), name, directory, files, size, expired: false };
}

let lastId = 1000;

/** Numbers of runs and artifacts: never the same twice, later ones higher. */
export function nextId(): number {
  lastId += 1;
  return lastId;
}
