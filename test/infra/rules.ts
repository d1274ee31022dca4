import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { synthesised } from './synthesise';

interface Report {
  pluginReports: { violations: { ruleName: string; violatingConstructs: { constructPath: string }[] }[] }[];
}

/** The findings of the AwsSolutions rules and of the CDK's own, each as `rule at construct`. */
export function findings(build: (app: App) => void): string[] {
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
