import {
  ManualApprovalStep,
  ShellStep,
  type StackDeployment,
  type StackOutputReference,
  type StageDeployment,
  type Step,
  type Wave,
} from 'aws-cdk-lib/pipelines';
import { CheckStep } from './check-step';

/** A pipeline as both engines understand it: plain data, in the order in which it happens. */
export interface Plan {
  readonly build: BuildPlan;
  /** The stages of one wave do not wait for each other. */
  readonly waves: readonly (readonly StagePlan[])[];
}

/** How long the commands of a step may take. */
export const stepMinutes = 10;

export interface StepPlan {
  readonly id: string;
  /** What a fresh checkout needs first. */
  readonly install: readonly string[];
  readonly commands: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Variables that are outputs of the stage. */
  readonly outputs: Readonly<Record<string, StackOutput>>;
  /** The steps beside it that come first. */
  readonly after: readonly string[];
  readonly rollback: boolean;
  /** Whether it makes users in the stage's user pool, and so needs access to that. */
  readonly makesUsers: boolean;
}

export interface BuildPlan extends StepPlan {
  /** Where the build leaves the cloud assembly. */
  readonly assembly: string;
}

export interface StagePlan {
  readonly name: string;
  /** Its directory in the cloud assembly. */
  readonly assembly: string;
  readonly before: readonly StepPlan[];
  readonly checks: readonly StepPlan[];
}

export interface StackOutput {
  readonly stack: string;
  readonly name: string;
}

/** Something that CDK Pipelines know and the engines here do not: refused, rather than left out without a word. */
export class UnsupportedInPipeline extends Error {}

/** @throws UnsupportedInPipeline */
export function planOf(build: ShellStep, waves: readonly Wave[]): Plan {
  const [assembly, ...others] = build.outputs;
  if (!assembly || others.length > 0)
    throw new UnsupportedInPipeline(
      `The step ${build.id} has to have one output: its primaryOutputDirectory.`,
    );
  const plan = {
    build: { ...stepPlan(build, []), assembly: assembly.directory },
    waves: waves.map((wave) => {
      if (wave.pre.length + wave.post.length > 0)
        throw new UnsupportedInPipeline(`The wave ${wave.id} has steps; give them to its stages.`);
      return wave.stages.map(stagePlan);
    }),
  };
  requireUniqueSteps(plan);
  return plan;
}

function stagePlan(stage: StageDeployment): StagePlan {
  const inStacks = [
    stage.stackSteps,
    ...stage.stacks.flatMap(({ pre, changeSet, post }) => [pre, changeSet, post]),
  ];
  if (inStacks.some((steps) => steps.length > 0))
    throw new UnsupportedInPipeline(`${stage.stageName} has steps for one stack; give them to the stage.`);
  // The construct's id begins with a capital, the stage's name does not (construct-id.ts).
  const name = stage.stageName.toLowerCase();
  const early = stage.pre.find((step) => step.consumedStackOutputs.length > 0);
  if (early)
    throw new UnsupportedInPipeline(
      `${early.id} asks for an output before ${name} is deployed; make it a post step.`,
    );
  const hasty = stage.pre.find((step) => step instanceof CheckStep && step.makesUsers);
  if (hasty)
    throw new UnsupportedInPipeline(
      `${hasty.id} makes users before ${name} is deployed; make it a post step.`,
    );
  return {
    name,
    assembly: `assembly-${stage.stageName}`,
    before: inOrder(stage.pre.map((step) => besides(step, stage.pre, stage))),
    checks: inOrder(stage.post.map((step) => besides(step, stage.post, stage))),
  };
}

function besides(step: Step, siblings: readonly Step[], stage: StageDeployment): StepPlan {
  if (step instanceof ManualApprovalStep)
    throw new UnsupportedInPipeline(
      `${step.id} is a manual approval: on GitHub, give the environment ${stage.stageName.toLowerCase()} required reviewers instead.`,
    );
  if (!(step instanceof ShellStep)) throw new UnsupportedInPipeline(`${step.id} has to be a ShellStep.`);
  if (step.inputs.length + step.outputs.length > 0)
    throw new UnsupportedInPipeline(
      `${step.id} has inputs or outputs; a step works in a checkout of its own.`,
    );
  const stranger = step.dependencies.find((other) => !siblings.includes(other));
  if (stranger)
    throw new UnsupportedInPipeline(`${step.id} waits for ${stranger.id}, which is not a step beside it.`);
  return stepPlan(step, stage.stacks);
}

function stepPlan(step: ShellStep, stacks: readonly StackDeployment[]): StepPlan {
  const outputs = Object.entries(step.envFromCfnOutputs).map(
    ([variable, reference]) => [variable, stackOutput(step, reference, stacks)] as const,
  );
  return {
    id: step.id,
    install: step.installCommands,
    commands: step.commands,
    env: step.env,
    outputs: Object.fromEntries(outputs),
    after: step.dependencies.map(({ id }) => id),
    rollback: step instanceof CheckStep && step.rollback,
    makesUsers: step instanceof CheckStep && step.makesUsers,
  };
}

function stackOutput(
  step: ShellStep,
  reference: StackOutputReference,
  stacks: readonly StackDeployment[],
): StackOutput {
  const stack = stacks.find((one) => reference.isProducedBy(one));
  if (!stack)
    throw new UnsupportedInPipeline(
      `${step.id} asks for ${reference.outputName}, which is an output of another stage.`,
    );
  return { stack: stack.stackName, name: reference.outputName };
}

/** The steps as they are declared, but for those that wait for a later one. */
function inOrder(steps: readonly StepPlan[]): readonly StepPlan[] {
  const ordered: StepPlan[] = [];
  const isReady = ({ after }: StepPlan) => after.every((id) => ordered.some((one) => one.id === id));
  while (ordered.length < steps.length) {
    const next = steps.find((step) => !ordered.includes(step) && isReady(step));
    if (!next)
      throw new UnsupportedInPipeline(
        `The steps ${steps.map(({ id }) => id).join(', ')} wait for each other.`,
      );
    ordered.push(next);
  }
  return ordered;
}

/** Names of the jobs that are not steps. */
const reserved = /^(deploy|rollback)-|-after-rollback$/;

/** Steps become jobs, and jobs are told apart by their ids. */
function requireUniqueSteps({ build, waves }: Plan): void {
  const stages = waves.flat();
  const ids = [build, ...stages.flatMap(({ before, checks }) => [...before, ...checks])].map(({ id }) => id);
  const wrong = ids.find((id) => !/^[a-z][a-z0-9-]*$/.test(id));
  if (wrong)
    throw new UnsupportedInPipeline(
      `The step ${JSON.stringify(wrong)} needs a name of lower-case letters, digits and -.`,
    );
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index || reserved.test(id));
  if (repeated) throw new UnsupportedInPipeline(`Two steps would be called ${repeated}; rename one.`);
}
