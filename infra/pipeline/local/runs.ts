import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What is not part of a checkout, or not of a fresh one. */
const leftOut = new Set(['.git', '.groundwork', 'cdk.out', 'node_modules', 'reports']);

/** The version of the tree that a run builds, deploys and tests. */
export interface Run {
  readonly id: string;
  /** Its own copy of the checkout, in which it has built. */
  readonly workspace: string;
  /** Where the output of its steps is kept. */
  readonly logs: string;
}

/** A stage as the last run that deployed it has left it. */
export interface StageRecord {
  readonly run: string;
  readonly outputs: Readonly<Record<string, string>>;
  /** Whether that version has passed the tests of the stage. */
  readonly passed: boolean;
  /** The process that serves it, while it is up. */
  readonly pid?: number | undefined;
}

interface Records {
  /** The newest run in which every step of every stage passed. */
  readonly lastGood?: string;
  readonly stages: Readonly<Record<string, StageRecord>>;
}

/** What outlives a run: which version each stage has, and which was the last good one. */
export interface Runs {
  /** Begins a run on a copy of the tree as it is now. */
  begin(root: string): Promise<Run>;
  named(id: string): Run;
  lastGood(): Run | undefined;
  stage(name: string): StageRecord | undefined;
  stages(): readonly string[];
  /** Data and logs of a stage. */
  directoryOf(stage: string): string;
  record(stage: string, record: StageRecord): Promise<void>;
  recordGood(run: Run): Promise<void>;
  /** Removes the copies that nothing refers to any more. */
  forgetOld(): Promise<void>;
}

/** @param directory where all of it is kept */
export async function openRuns(directory: string): Promise<Runs> {
  const file = join(directory, 'state.json');
  let records = await read(file);

  const write = async (changed: Records) => {
    records = changed;
    await mkdir(directory, { recursive: true });
    await writeFile(`${file}.part`, `${JSON.stringify(records, null, 2)}\n`);
    await rename(`${file}.part`, file);
  };
  const named = (id: string): Run => ({
    id,
    workspace: join(directory, 'runs', id, 'workspace'),
    logs: join(directory, 'runs', id, 'logs'),
  });

  return {
    named,
    async begin(root) {
      const run = named(new Date().toISOString().replaceAll(/[:.]/g, '-'));
      await mkdir(run.logs, { recursive: true });
      await copyTree(root, run.workspace);
      return run;
    },
    lastGood() {
      const good = records.lastGood === undefined ? undefined : named(records.lastGood);
      return good && existsSync(good.workspace) ? good : undefined;
    },
    stage: (name) => records.stages[name],
    stages: () => Object.keys(records.stages),
    directoryOf: (stage) => join(directory, 'stages', stage),
    record: (stage, record) => write({ ...records, stages: { ...records.stages, [stage]: record } }),
    recordGood: (run) => write({ ...records, lastGood: run.id }),
    async forgetOld() {
      const used = new Set([records.lastGood, ...Object.values(records.stages).map(({ run }) => run)]);
      const all = await readdir(join(directory, 'runs')).catch(() => []);
      const [newest] = all.toSorted().slice(-1);
      for (const id of all) {
        if (!used.has(id) && id !== newest)
          await rm(join(directory, 'runs', id), { recursive: true, force: true });
      }
    },
  };
}

async function read(file: string): Promise<Records> {
  try {
    const records = JSON.parse(await readFile(file, 'utf8')) as Records | null;
    if (typeof records?.stages !== 'object') throw new Error('It names no stages.');
    return records;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { stages: {} };
    throw new Error(
      `${file} cannot be read; npm run pipeline -- --fresh begins anew. ${(error as Error).message}`,
    );
  }
}

/** Copies the tree as a checkout would hold it, committed or not, with the packages that are installed here. */
async function copyTree(root: string, workspace: string): Promise<void> {
  await mkdir(workspace, { recursive: true });
  const names = (await readdir(root)).filter((name) => !leftOut.has(name));
  for (const name of names) await cp(join(root, name), join(workspace, name), { recursive: true });
  await symlink(join(root, 'node_modules'), join(workspace, 'node_modules'), 'dir');
}
