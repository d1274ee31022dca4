import { existsSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { type Plan, type StackOutput, type StagePlan, type StepPlan, stepMinutes } from '../plan';
import { titleOf } from '../title';
import type { Deployer } from './deployer';
import type { Run, Runs } from './runs';
import { runScript, stepEnvironment } from './shell';
import type { StepRecorder } from './step-recorder';

export interface PlanRun {
  readonly plan: Plan;
  readonly root: string;
  readonly run: Run;
  readonly runs: Runs;
  readonly deployer: Deployer;
  readonly recorder: StepRecorder;
  readonly signal: AbortSignal;
  readonly deployOnly: boolean;
}

/** What became of a stage; `unfit` when it was deployed and is to be put back. */
type Verdict = 'good' | 'bad' | 'unfit';

type Lookup = (output: StackOutput) => string;

/** Runs a plan: the build, then wave after wave until something in one has failed; what comes then is skipped. */
export async function runPlan(given: PlanRun): Promise<void> {
  const { plan } = given;
  let good = await runScriptStep(given, plan.build, given.run);
  for (const wave of plan.waves) {
    const verdicts: Verdict[] = [];
    for (const stage of wave) {
      if (good) verdicts.push(await runStage(given, stage));
      else skip(given, [...stage.before.map(titleOf), deployTitle(stage), ...stage.checks.map(titleOf)]);
    }
    good &&= verdicts.every((verdict) => verdict === 'good');
  }
}

async function runStage(given: PlanRun, stage: StagePlan): Promise<Verdict> {
  const failed = await runSteps(given, stage.before, given.run);
  if (failed.length > 0) {
    skip(given, [deployTitle(stage), ...stage.checks.map(titleOf)]);
    return 'bad';
  }
  const verdict = await deployAndCheck(given, stage, given.run, deployTitle(stage));
  if (verdict === 'unfit') await putBack(given, stage);
  return verdict;
}

async function deployAndCheck(
  given: PlanRun,
  stage: StagePlan,
  run: Run,
  title: string,
  suffix = '',
): Promise<Verdict> {
  let lookup: Lookup = () => '';
  const deployed = await given.recorder.step(title, async (say) => {
    lookup = await given.deployer.deploy(stage, run, say);
  });
  if (!deployed || given.deployOnly) {
    skip(
      given,
      stage.checks.map((check) => titleOf(check) + suffix),
    );
    return deployed ? 'good' : 'bad';
  }
  const failed = await runSteps(given, stage.checks, run, lookup, suffix);
  if (failed.length > 0) return failed.some(({ rollback }) => rollback) ? 'unfit' : 'bad';
  await given.deployer.approve(stage);
  return 'good';
}

/** The run has failed already; this is for those who use the stage. */
async function putBack(given: PlanRun, stage: StagePlan): Promise<void> {
  const { deployer, plan, recorder, runs, signal } = given;
  const good = runs.lastGood();
  const held = good && existsSync(join(good.workspace, plan.build.assembly, stage.assembly));
  if (held && signal.aborted) {
    // Without the tests: whoever pressed Ctrl-C is waiting.
    await deployer.deploy(stage, good, () => {}).catch(() => {});
    return;
  }
  if (held) await deployAndCheck(given, stage, good, `Put ${stage.name} back`, ' after the rollback');
  else
    await recorder.step(`Put ${stage.name} back`, async () => {
      const reason = good
        ? `${stage.name} was not part of the last run that passed`
        : 'no run that passed is kept';
      throw new Error(`There is nothing to go back to: ${reason}. It stays as it is.`);
    });
}

/** @returns the steps that failed; those that wait for one of them are skipped */
async function runSteps(
  given: PlanRun,
  steps: readonly StepPlan[],
  run: Run,
  lookup?: Lookup,
  suffix = '',
): Promise<readonly StepPlan[]> {
  const failed: StepPlan[] = [];
  const undone = new Set<string>();
  for (const step of steps) {
    if (step.after.some((id) => undone.has(id))) skip(given, [titleOf(step) + suffix]);
    else if (await runScriptStep(given, step, run, lookup, suffix)) continue;
    else failed.push(step);
    undone.add(step.id);
  }
  return failed;
}

/** Runs the commands of a step, in the copy of the checkout that a run has made. */
function runScriptStep(
  { root, recorder, deployer, signal }: PlanRun,
  step: StepPlan,
  { workspace }: Run,
  lookup: Lookup = () => '',
  suffix = '',
): Promise<boolean> {
  return recorder.step(titleOf(step) + suffix, async (say) => {
    const outputs = Object.entries(step.outputs).map(([variable, output]) => [variable, lookup(output)]);
    const env = {
      ...stepEnvironment(process.env),
      ...(step.makesUsers && deployer.userAccess),
      ...step.env,
      ...Object.fromEntries(outputs),
    };
    try {
      const limited = AbortSignal.any([signal, AbortSignal.timeout(stepMinutes * 60_000)]);
      await runScript(step.commands, { cwd: workspace, env, signal: limited, onLine: say });
    } finally {
      // What the stage was put back for is not to be overwritten by how it is afterwards.
      const reports = join(root, 'reports', ...(suffix ? ['after-rollback'] : []));
      await cp(join(workspace, 'reports'), reports, { recursive: true, force: true }).catch(() => {});
    }
  });
}

function skip({ recorder }: PlanRun, titles: readonly string[]): void {
  for (const title of titles) recorder.skip(title);
}

function deployTitle({ name }: StagePlan): string {
  return `Deploy ${name}`;
}
