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
  const started = new Map<string, StageProcess>();
  const upBefore = stages.filter((name) => isServed(runs.stage(name)?.pid ?? 0));

  async function serve(stage: string, run: Run): Promise<void> {
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
    await runs.record(stage, { run: run.id, outputs: process.outputs, pid: process.pid });
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
    if (record && !upBefore.includes(stage)) await serve(stage, runs.named(record.run)).catch(() => {});
  }

  await Promise.all(stages.map(resume));

  return {
    async deploy({ name }: StagePlan, run, say) {
      const before = runs.stage(name);
      await stop(name);
      try {
        await serve(name, run);
      } catch (error) {
        if (before) {
          say(`${(error as Error).message}\nThe version before it is taken up again.`);
          await serve(name, runs.named(before.run));
        }
        throw error;
      }
      const outputs = runs.stage(name)?.outputs ?? {};
      say(`${name} answers at ${outputs[names.apiUrl]}`);
      return (output: StackOutput) => outputs[output.name] ?? '';
    },

    whereabouts: (run) =>
      stages.flatMap((stage) => {
        const record = runs.stage(stage);
        if (!record) return [];
        const url = (record.outputs[names.apiUrl] ?? '').replace(/\/$/, '');
        const version =
          record.run === run.id ? 'the version of this run' : `the version of run ${record.run}`;
        return [`${stage.padEnd(6)} ${url}  ${record.pid ? 'up' : 'stopped'}, with ${version}`];
      }),

    async end(keep) {
      for (const stage of stages) {
        if (keep || upBefore.includes(stage)) started.get(stage)?.release();
        else await stop(stage);
      }
    },
  };
}
