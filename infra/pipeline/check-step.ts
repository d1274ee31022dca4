import { ShellStep, type ShellStepProps } from 'aws-cdk-lib/pipelines';

export interface CheckStepProps extends ShellStepProps {
  /** Whether the stage goes back to the last good version when this fails. */
  readonly rollback: boolean;
}

/** Looks at a stage that was just deployed. */
export class CheckStep extends ShellStep {
  readonly rollback: boolean;

  constructor(id: string, props: CheckStepProps) {
    super(id, props);
    this.rollback = props.rollback;
  }
}
