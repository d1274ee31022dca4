import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { ShellStep } from 'aws-cdk-lib/pipelines';
import { BackendStage } from '../../../infra/backend/backend-stage';
import { Pipeline } from '../../../infra/pipeline/pipeline';
import type { Plan } from '../../../infra/pipeline/plan';
import { type StageSettings, stages } from '../../../infra/stages';

interface Parts {
  readonly pipeline: Pipeline;
  /** A stage like dev, by another name. */
  stage(name: string): BackendStage;
}

/** The plan of a pipeline that a test puts together. */
export function planOf(define: (parts: Parts) => void): Plan {
  const outdir = mkdtempSync(join(tmpdir(), 'groundwork-plan-'));
  try {
    const app = new App({ outdir, context: { 'aws:cdk:bundling-stacks': [] } });
    const synth = new ShellStep('build', { commands: ['make'], primaryOutputDirectory: 'cdk.out' });
    const pipeline = new Pipeline(app, 'Pipeline', { synth });
    define({ pipeline, stage: (name) => new BackendStage(app, { ...(stages[0] as StageSettings), name }) });
    pipeline.buildPipeline();
    return pipeline.plan;
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
