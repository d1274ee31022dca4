import { join } from 'node:path';
import { outputs as names } from '../../backend/outputs';
import type { Plan, StackOutput, StagePlan } from '../plan';
import type { Deployer } from './deployer';
import type { Run, Runs } from './runs';
import { isServed, type StageProcess, startStage, stopStage } from './stage-processes';

/** Beside the 4000 of npm start. */
const firstPort = 4100;

/**
 * Deploys to the local cloud: every stage side by side, each with its own data, port and process. What was deployed
 * before is up again while a run goes on, as it would be on AWS.
 */
export async function createLocalDeployer(plan: Plan, runs: Runs): Promise<Deployer> {
  const stages = plan.waves.flat().map(({ name }) => name);
  const width = Math.max(...stages.map(({ length }) => length)) + 1;
  const started = new Map<string, StageProcess>();
  const upBefore = stages.filter((name) => isServed(runs.stage(name)?.pid ?? 0));

  async function serve(stage: string, run: Run, passed = false): Promise<void> {
    const address = runs.stage(stage)?.outputs[names.apiUrl];
    const directory = runs.directoryOf(stage);
    const process = await startStage(
      {
        stage,
        assemblyDirectory: join(run.workspace, plan.build.assembly),
        dataDirectory: join(directory, 'data'),
        port: address ? Number(new URL(address).port) : firstPort + stages.indexOf(stage),
      },
      directory,
    );
    started.set(stage, process);
    await runs.record(stage, { run: run.id, outputs: process.outputs, pid: process.pid, passed });
  }

  async function stop(stage: string): Promise<void> {
    const record = runs.stage(stage);
    started.delete(stage);
    if (!record?.pid) return;
    await stopStage(record.pid);
    await runs.record(stage, { ...record, pid: undefined });
  }

  /** What a stage has from earlier runs; one that does not come up any more counts as not deployed. */
  async function resume(stage: string): Promise<void> {
    const record = runs.stage(stage);
    if (!record || upBefore.includes(stage)) return;
    const guarded = plan.waves
      .flat()
      .some(({ name, checks }) => name === stage && checks.some(({ rollback }) => rollback));
    // A run that was interrupted may have left a version that was never tested.
    const good = guarded && !record.passed ? runs.lastGood() : undefined;
    await serve(stage, good ?? runs.named(record.run), record.passed || good !== undefined).catch(() => {});
  }

  await Promise.all(stages.map(resume));

  return {
    // A pool on this machine takes whatever it is given.
    userAccess: {},
    async deploy({ name }: StagePlan, run, say) {
      const before = runs.stage(name);
      await stop(name);
      try {
        await serve(name, run);
      } catch (error) {
        if (before) {
          say(`${(error as Error).message}\nThe version before it is taken up again.`);
          await serve(name, runs.named(before.run), before.passed);
        }
        throw error;
      }
      const outputs = runs.stage(name)?.outputs ?? {};
      say(`${name} answers at ${outputs[names.apiUrl]}`);
      return (output: StackOutput) => outputs[output.name] ?? '';
    },

    async approve({ name }) {
      const record = runs.stage(name);
      if (record) await runs.record(name, { ...record, passed: true });
    },

    whereabouts: (run) =>
      stages.flatMap((stage) => {
        const record = runs.stage(stage);
        if (!record) return [];
        const url = (record.outputs[names.apiUrl] ?? '').replace(/\/$/, '');
        const version =
          record.run === run.id ? 'the version of this run' : `the version of run ${record.run}`;
        return [`${stage.padEnd(width)} ${url}  ${record.pid ? 'up' : 'stopped'}, with ${version}`];
      }),

    async end(keep) {
      for (const stage of stages) {
        if (keep || upBefore.includes(stage)) started.get(stage)?.release();
        else await stop(stage);
      }
    },
  };
}
