import { chmodSync, copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { type Found, findFiles } from '../globs';
import { artifactOf, nextId } from '../run-record';
import { type Action, flag, required } from './action';

/** Keeps files of the job with the run. */
export const uploadArtifact: Action = {
  inputs: [
    ...['compression-level', 'if-no-files-found', 'include-hidden-files', 'name', 'overwrite', 'path'],
    'retention-days',
  ],
  run(call) {
    const { job, log, input, output } = call;
    const name = input('name') || 'artifact';
    const path = required(call, 'path');
    checkName(name);
    const hidden = flag(call, 'include-hidden-files', false);
    const found = findFiles(path, job.machine.workspace, { hidden });
    if (found.files.length === 0) {
      const message = `No files were found with the provided path: ${path}. No artifacts will be uploaded.`;
      const asked = input('if-no-files-found') || 'warn';
      if (asked === 'error') throw new Error(message);
      if (asked === 'ignore') log.write(message);
      else if (asked === 'warn') log.warning(message);
      else throw new Error(`Unrecognized if-no-files-found input. Provided: ${asked}.`);
      return;
    }
    const { artifacts } = job.run.record;
    const earlier = artifacts[name];
    if (earlier !== undefined) {
      if (!flag(call, 'overwrite', false))
        throw new Error(
          'Failed to CreateArtifact: Received non-retryable error: Failed request: (409) Conflict: an artifact with this name already exists on the workflow run',
        );
      rmSync(earlier.directory, { recursive: true });
    }
    const directory = join(job.run.root, 'artifacts', `${nextId()}`);
    const root = rootOf(found);
    for (const file of found.files) {
      const kept = join(directory, relative(root, file));
      mkdirSync(dirname(kept), { recursive: true });
      // The archive keeps neither permissions nor links.
      copyFileSync(file, kept);
      chmodSync(kept, 0o644);
    }
    const artifact = artifactOf(name, directory);
    artifacts[name] = artifact;
    output('artifact-id', String(artifact.id));
    log.write(`Artifact ${name} has been successfully uploaded: ${artifact.files.length} file(s)`);
  },
};

/** The folder that the paths in the artifact start from. */
function rootOf({ files, searchPaths }: Found): string {
  const [first = '', ...others] = searchPaths;
  if (others.length === 0) return files.length === 1 && files[0] === first ? dirname(first) : first;
  const parts = searchPaths.map((path) => path.split(sep));
  const common = first.split(sep).findIndex((part, index) => parts.some((path) => path[index] !== part));
  return first.split(sep).slice(0, common).join(sep) || sep;
}

function checkName(name: string): void {
  if (/[":<>|*?\r\n\\/]/.test(name))
    throw new Error(
      `The artifact name is not valid: ${name}. It contains a character that files cannot have everywhere.`,
    );
}
