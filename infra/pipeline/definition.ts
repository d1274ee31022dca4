import type { App } from 'aws-cdk-lib';
import { ShellStep } from 'aws-cdk-lib/pipelines';
import { BackendStage } from '../backend/backend-stage';
import { stages } from '../stages';
import { CheckStep } from './check-step';
import { Pipeline } from './pipeline';

const install = ['npm ci --ignore-scripts'];

/** What happens to a push to main: on GitHub, and here with `npm run pipeline`. */
export function definePipeline(app: App): Pipeline {
  const pipeline = new Pipeline(app, 'Pipeline', {
    synth: new ShellStep('build', {
      installCommands: install,
      commands: ['npm run synth'],
      primaryOutputDirectory: 'cdk.out',
    }),
  });
  for (const settings of stages) {
    const { name, rollback } = settings;
    const stage = new BackendStage(app, settings);
    const contract = new CheckStep(`contract-${name}`, {
      installCommands: install,
      commands: [
        `npm run contract -- --stage ${name} --url "$API_URL" --user-pool "$USER_POOL_ID" --client "$USER_POOL_CLIENT_ID"`,
      ],
      envFromCfnOutputs: {
        API_URL: stage.apiUrl,
        USER_POOL_ID: stage.userPoolId,
        USER_POOL_CLIENT_ID: stage.userPoolClientId,
      },
      rollback,
      makesUsers: true,
    });
    pipeline.addStage(stage, { post: [contract] });
  }
  return pipeline;
}
