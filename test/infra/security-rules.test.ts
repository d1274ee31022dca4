import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type App, Stack, Validations } from 'aws-cdk-lib';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { AwsSolutionsChecks } from 'cdk-nag';
import { BackendStage } from '../../infra/backend/backend-stage';
import { stages } from '../../infra/stages';
import { synthesised } from './synthesise';

interface Report {
  pluginReports: { violations: { ruleName: string; violatingConstructs: { constructPath: string }[] }[] }[];
}

/** The findings of the AwsSolutions rules, each as `rule at construct`. */
function findings(build: (app: App) => void): string[] {
  return synthesised(build, (directory, app) => {
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    const file = join(directory, 'validation-report.json');
    try {
      app.synth();
    } catch (error) {
      // A finding fails the synthesis; without its report it was something else.
      if (!existsSync(file)) throw error;
    }
    const { pluginReports } = JSON.parse(readFileSync(file, 'utf8')) as Report;
    return pluginReports
      .flatMap(({ violations }) => violations)
      .flatMap(({ ruleName, violatingConstructs }) =>
        violatingConstructs.map(({ constructPath }) => `${ruleName} at ${constructPath}`),
      );
  });
}

test('no stage has a finding that is not explained on its construct', () => {
  const found = findings((app) => {
    for (const settings of stages) new BackendStage(app, settings);
  });
  expect(found).toEqual([]);
});

test('the rules are in force: a table without point-in-time recovery is found', () => {
  const found = findings((app) => {
    const partitionKey = { name: 'pk', type: AttributeType.STRING };
    new Table(new Stack(app, 'Careless'), 'Table', { partitionKey });
  });
  expect(found).toEqual(['AwsSolutions-DDB3 at Careless/Table/Resource']);
});
