import { PipelineBase, type PipelineBaseProps, type ShellStep } from 'aws-cdk-lib/pipelines';
import type { Construct } from 'constructs';
import { type Plan, planOf } from './plan';

/** A pipeline of the CDK that comes out as a plan, for the engines to render or to run. */
export class Pipeline extends PipelineBase {
  #plan: Plan | undefined;

  constructor(
    scope: Construct,
    id: string,
    readonly props: { readonly synth: ShellStep },
  ) {
    // A ShellStep is one; only the CDK's types do not say so under exactOptionalPropertyTypes.
    super(scope, id, props as PipelineBaseProps);
  }

  /** Called by buildPipeline, and by the CDK when the app is synthesised. */
  protected doBuildPipeline(): void {
    this.#plan = planOf(this.props.synth, this.waves);
  }

  /** @throws when the pipeline has not been built yet */
  get plan(): Plan {
    if (!this.#plan) throw new Error('The pipeline has no plan before it is built.');
    return this.#plan;
  }
}
