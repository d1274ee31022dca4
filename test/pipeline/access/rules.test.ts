import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { accountsOf } from '../../../infra/pipeline/access/accounts';
import { addAccess } from '../../../infra/pipeline/access/add-access';
import { type StageSettings, stages } from '../../../infra/stages';
import { synthesised } from '../../infra/synthesise';
import { apart, repository } from './access-templates';

// access-templates.ts turns the CDK's own rules off.
delete process.env.CDK_VALIDATION;

interface Report {
  readonly pluginReports: readonly {
    readonly violations: readonly { readonly ruleName: string }[];
  }[];
}

/** What the AwsSolutions rules and those of the CDK find. */
function findings(table: readonly StageSettings[]): string[] {
  return synthesised(
    (app) => {
      for (const target of accountsOf(table)) addAccess(app, { target, repository, existingProvider: false });
    },
    (directory, app) => {
      Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
      const file = join(directory, 'validation-report.json');
      try {
        app.synth();
      } catch (error) {
        // A finding fails the synthesis; without its report it was something else.
        if (!existsSync(file)) throw error;
      }
      const { pluginReports } = JSON.parse(readFileSync(file, 'utf8')) as Report;
      return pluginReports.flatMap(({ violations }) => violations.map(({ ruleName }) => ruleName));
    },
  );
}

test.each([
  ['the stages as they are', stages],
  ['stages in several accounts', apart],
])('nothing is found that is not explained, with %s', (_, table) => {
  expect(findings(table)).toEqual([]);
});
