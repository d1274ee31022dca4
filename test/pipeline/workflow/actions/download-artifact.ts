import { cpSync } from 'node:fs';
import { resolve } from 'node:path';
import { allows } from '../permissions';
import type { RunRecord } from '../run-record';
import { type Action, type ActionCall, required } from './action';

/** Puts the files of an artifact of this run, or with a token of another one, where the job can use them. */
export const downloadArtifact: Action = {
  inputs: ['github-token', 'name', 'path', 'repository', 'run-id'],
  run(call) {
    const { job, log, input, output } = call;
    const { workspace } = job.machine;
    const name = required(call, 'name');
    const path = resolve(workspace, input('path').replace(/^~/, job.machine.home));
    try {
      const artifact = runOf(call).artifacts[name];
      if (artifact === undefined)
        throw new Error(
          `Artifact not found for name: ${name}\n  Please ensure that your artifact is not expired and the artifact was uploaded using a compatible version of toolkit/upload-artifact.`,
        );
      if (artifact.expired) throw new Error(`Failed to download artifact '${name}': 410 Gone`);
      cpSync(artifact.directory, path, { recursive: true });
      log.write(`Downloaded ${name} (ID: ${artifact.id}) to ${path}: ${artifact.files.length} file(s)`);
    } catch (error) {
      throw new Error(`Unable to download artifact(s): ${error instanceof Error ? error.message : error}`);
    }
    output('download-path', path);
  },
};

/** Without a token it sees this run alone, whatever `run-id` says. */
function runOf({ job, input }: ActionCall): RunRecord {
  const { record, history, tokens, repository } = job.run;
  const token = input('github-token');
  if (token === '') return record;
  if (input('repository') !== '' && input('repository') !== repository.name) throw new Error('Not Found');
  const permissions = tokens.get(token);
  if (permissions === undefined) throw new Error('Bad credentials');
  if (!allows(permissions, 'actions', 'read')) throw new Error('Resource not accessible by integration');
  const id = Number(input('run-id') || record.id);
  const run = history.find((candidate) => candidate.id === id);
  if (run === undefined) throw new Error(`Not Found: there is no run ${input('run-id')}`);
  return run;
}
