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
      commands: [`npm run contract -- --stage ${name} --url "$API_URL"`],
      envFromCfnOutputs: { API_URL: stage.apiUrl },
      rollback,
    });
    pipeline.addStage(stage, { post: [contract] });
  }
  return pipeline;
}
