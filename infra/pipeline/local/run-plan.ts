import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plan, StackOutput, StagePlan, StepPlan } from '../plan';
import { titleOf } from '../title';
import type { Deployer } from './deployer';
import type { Run, Runs } from './runs';
import { runScript, stepEnvironment } from './shell';
import type { StepRecorder } from './step-recorder';

export interface PlanRun {
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
export async function runPlan(plan: Plan, given: PlanRun): Promise<void> {
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
  let ready = true;
  for (const step of stage.before) ready = (await runScriptStep(given, step, given.run)) && ready;
  if (!ready) {
    skip(given, [deployTitle(stage), ...stage.checks.map(titleOf)]);
    return 'bad';
  }
  const verdict = await deployAndCheck(given, stage, given.run, deployTitle(stage), '');
  if (verdict === 'unfit' && !given.signal.aborted) await putBack(given, stage);
  return verdict;
}

async function deployAndCheck(
  given: PlanRun,
  stage: StagePlan,
  run: Run,
  title: string,
  suffix: string,
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
  const failed: StepPlan[] = [];
  for (const check of stage.checks) {
    if (!(await runScriptStep(given, check, run, lookup, suffix))) failed.push(check);
  }
  if (failed.length === 0) return 'good';
  return failed.some(({ rollback }) => rollback) ? 'unfit' : 'bad';
}

/** The run has failed already; this is for those who use the stage. */
async function putBack(given: PlanRun, stage: StagePlan): Promise<void> {
  const good = given.runs.lastGood();
  const title = `Put ${stage.name} back`;
  if (good) await deployAndCheck(given, stage, good, title, ' after the rollback');
  else
    await given.recorder.step(title, async () => {
      throw new Error(
        `There is nothing to go back to: no run that passed is kept. ${stage.name} stays as it is.`,
      );
    });
}

/** Runs the commands of a step, in the copy of the checkout that a run has made. */
function runScriptStep(
  { root, recorder, signal }: PlanRun,
  step: StepPlan,
  { workspace }: Run,
  lookup: Lookup = () => '',
  suffix = '',
): Promise<boolean> {
  return recorder.step(titleOf(step) + suffix, async (say) => {
    const outputs = Object.entries(step.outputs).map(([variable, output]) => [variable, lookup(output)]);
    const env = { ...stepEnvironment(process.env), ...step.env, ...Object.fromEntries(outputs) };
    try {
      await runScript(step.commands, { cwd: workspace, env, signal, onLine: say });
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
