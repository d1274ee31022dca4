import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Action } from './action';

const lockFiles = ['package-lock.json', 'npm-shrinkwrap.json', 'yarn.lock'];

/** Checks what it is asked for; the Node of the test is there already. */
export const setupNode: Action = {
  inputs: ['cache', 'node-version', 'node-version-file', 'package-manager-cache'],
  run({ job, log, input, output }) {
    const { workspace } = job.machine;
    const file = input('node-version-file');
    if (input('node-version') === '' && file === '') throw new Error('No version of Node.js is asked for.');
    if (file !== '' && !existsSync(join(workspace, file)))
      throw new Error(`The specified node version file at: ${join(workspace, file)} does not exist`);
    if (input('cache') !== '' && !lockFiles.some((name) => existsSync(join(workspace, name))))
      throw new Error(
        `Dependencies lock file is not found in ${workspace}. Supported file patterns: ${lockFiles.join(',')}`,
      );
    output('node-version', process.version);
    log.write(`Asked for ${input('node-version') || file}, this is ${process.version}.`);
  },
};
