import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { allows } from '../permissions';
import { type Action, type ActionCall, flag } from './action';

/** Puts the tree of a commit where the job can work on it. */
export const checkout: Action = {
  inputs: ['clean', 'fetch-depth', 'path', 'persist-credentials', 'ref', 'token'],
  run(call) {
    const { job, log } = call;
    flag(call, 'persist-credentials', true);
    const token = call.input('token') || job.token;
    if (!allows(job.run.tokens.get(token) ?? {}, 'contents', 'read')) {
      log.write('remote: Repository not found.');
      log.write(`fatal: repository 'https://github.com/${job.run.repository.name}/' not found`);
      throw new Error("The process '/usr/bin/git' failed with exit code 128");
    }
    const commit = commitOf(call);
    const { commits } = job.run.options;
    const tree = commits[commit];
    if (tree === undefined) throw new Error(`fatal: remote error: upload-pack: not our ref ${commit}`);
    const { workspace } = job.machine;
    const target = resolve(workspace, call.input('path'));
    if (relative(workspace, target).startsWith('..'))
      throw new Error(`Repository path '${target}' is not under '${workspace}'`);
    mkdirSync(target, { recursive: true });
    const earlier = commits[commitIn(target) ?? ''];
    if (earlier !== undefined && !flag(call, 'clean', true)) removeTracked(earlier, target);
    // A folder that is no clone yet is emptied whatever `clean` says; in one, `git clean -ffdx` leaves nothing either.
    else for (const name of readdirSync(target)) rmSync(join(target, name), { recursive: true, force: true });
    cpSync(tree, target, { recursive: true, filter: (path) => relative(tree, path) !== '.git' });
    pretendClone(target, commit);
    call.output('commit', commit);
    call.output('ref', call.input('ref') || job.run.subject.ref);
    log.write(`HEAD is now at ${commit}`);
  },
};

/** A branch is at the commit of the event; nothing else is known of it. */
function commitOf({ job, input }: ActionCall): string {
  const ref = input('ref');
  const { sha } = job.run.record;
  const { ref: ofEvent, refName } = job.run.subject;
  return ref === '' || ref === ofEvent || ref === refName ? sha : ref;
}

/** Without its history, but git can say which commit it is. */
function pretendClone(directory: string, commit: string): void {
  for (const folder of ['objects', 'refs']) mkdirSync(join(directory, '.git', folder), { recursive: true });
  writeFileSync(join(directory, '.git', 'HEAD'), `${commit}\n`);
}

function commitIn(directory: string): string | undefined {
  const head = join(directory, '.git', 'HEAD');
  return existsSync(head) ? readFileSync(head, 'utf8').trim() : undefined;
}

function removeTracked(tree: string, directory: string): void {
  for (const entry of readdirSync(tree, { recursive: true, withFileTypes: true }))
    if (!entry.isDirectory())
      rmSync(join(directory, relative(tree, join(entry.parentPath, entry.name))), { force: true });
}
