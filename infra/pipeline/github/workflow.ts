import type { Plan, StagePlan, StepPlan } from '../plan';
import { buildJob } from './build-job';
import { checkJob } from './check-job';
import { deployJob } from './deploy-job';
import { queue } from './queue';
import { rollbackJob } from './rollback-job';
import { noted, type Yaml, yamlOf } from './yaml';

type Jobs = Record<string, Yaml>;

const head = `Written by npm run generate, from infra/pipeline/definition.ts: change it there.
What each part of it is for is in docs/decisions/one-pipeline-two-engines.md.`;

/** The pipeline as a workflow of GitHub Actions; always the same text for the same plan. */
export function workflowOf({ build, waves }: Plan): string {
  const jobs: Jobs = { [build.id]: buildJob(build) };
  let before: readonly string[] = [build.id];
  for (const wave of waves) {
    const parts = wave.map((stage) => stageJobs(stage, build.assembly, before));
    for (const part of parts) Object.assign(jobs, part.jobs);
    before = parts.flatMap(({ last }) => last);
  }
  return yamlOf(head, {
    name: 'deploy',
    on: { push: { branches: ['main'] } },
    permissions: noted('Nothing by default; each job names what it needs.', {}),
    concurrency: noted(
      'One run after the other and none cancelled, so that a run tests what it deployed itself.',
      queue('deploy'),
    ),
    jobs,
  });
}

/** The jobs of one stage. @returns them and those that have to be green for the next wave */
function stageJobs(
  stage: StagePlan,
  assembly: string,
  before: readonly string[],
): { jobs: Jobs; last: readonly string[] } {
  const deploy = `deploy-${stage.name}`;
  const jobs: Jobs = {};
  for (const step of stage.before) jobs[step.id] = checkJob(step, { stage, needs: needsOf(step, before) });
  const ready = stage.before.length > 0 ? stage.before.map(({ id }) => id) : before;
  jobs[deploy] = deployJob(stage, { assembly, needs: ready });
  for (const step of stage.checks) {
    jobs[step.id] = checkJob(step, { stage, needs: needsOf(step, [deploy]), deployedBy: deploy });
  }
  const guards = stage.checks.filter(({ rollback }) => rollback);
  if (guards.length > 0) {
    const rollback = `rollback-${stage.name}`;
    jobs[rollback] = rollbackJob(stage, { assembly, guards });
    for (const step of stage.checks) {
      const id = `${step.id}-after-rollback`;
      jobs[id] = checkJob({ ...step, id }, { stage, needs: [rollback], deployedBy: rollback, back: true });
    }
  }
  return { jobs, last: stage.checks.length > 0 ? stage.checks.map(({ id }) => id) : [deploy] };
}

function needsOf({ after }: StepPlan, before: readonly string[]): readonly string[] {
  return [...before, ...after];
}
