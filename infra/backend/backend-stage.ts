import { type CfnOutput, Stage } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { StageSettings } from '../stages';
import { BackendStack } from './backend-stack';
import { constructId } from './construct-id';

/** Everything that is deployed for one stage. */
export class BackendStage extends Stage {
  readonly apiUrl: CfnOutput;
  readonly userPoolId: CfnOutput;
  readonly userPoolClientId: CfnOutput;

  constructor(scope: Construct, settings: StageSettings) {
    const { account, region } = settings;
    super(scope, constructId(settings.name), {
      env: { ...(account && { account }), ...(region && { region }) },
    });
    const stack = new BackendStack(this, settings);
    this.apiUrl = stack.apiUrl;
    this.userPoolId = stack.userPoolId;
    this.userPoolClientId = stack.userPoolClientId;
  }
}
