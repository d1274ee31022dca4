import { ShellStep, type ShellStepProps } from 'aws-cdk-lib/pipelines';

export interface CheckStepProps extends ShellStepProps {
  /** Whether the stage goes back to the last good version when this fails. */
  readonly rollback: boolean;
  /** Whether it makes users of its own in the stage's user pool, which takes access to the pool. */
  readonly makesUsers: boolean;
}

/** Looks at a stage that was just deployed. */
export class CheckStep extends ShellStep {
  readonly rollback: boolean;
  readonly makesUsers: boolean;

  constructor(id: string, props: CheckStepProps) {
    super(id, props);
    this.rollback = props.rollback;
    this.makesUsers = props.makesUsers;
  }
}
