import { Stage } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { StageSettings } from '../stages';
import { BackendStack } from './backend-stack';

/** Everything that is deployed for one stage. */
export class BackendStage extends Stage {
  constructor(scope: Construct, settings: StageSettings) {
    const { account, region } = settings;
    super(scope, capitalise(settings.name), {
      env: { ...(account && { account }), ...(region && { region }) },
    });
    new BackendStack(this, settings);
  }
}

function capitalise(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
