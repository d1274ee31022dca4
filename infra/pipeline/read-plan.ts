import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { definePipeline } from './definition';
import type { Plan } from './plan';

/**
 * Evaluates the definition. Nothing is bundled, as a plan needs names and no code.
 * @throws UnsupportedInPipeline, and whatever is wrong with the stages
 */
export function readPlan(): Plan {
  const outdir = mkdtempSync(join(tmpdir(), 'groundwork-plan-'));
  try {
    const app = new App({ outdir, context: { 'aws:cdk:bundling-stacks': [] } });
    const pipeline = definePipeline(app);
    // Instead of synthesising the app, which would validate its templates for seconds; the build does that.
    pipeline.buildPipeline();
    return pipeline.plan;
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
