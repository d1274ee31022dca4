import { BackendStage } from '../../infra/backend/backend-stage';
import { constructId } from '../../infra/backend/construct-id';
import { type StageSettings, stages } from '../../infra/stages';
import { type StackTemplate, synthesised } from './synthesise';

/** The synthesised template of each stage, by the stage's name as a construct. */
export function stageTemplates(table: readonly StageSettings[] = stages): Record<string, StackTemplate> {
  return synthesised(
    (app) => {
      for (const settings of table) new BackendStage(app, settings);
    },
    (_directory, app) => {
      const assembly = app.synth();
      const templateOf = (id: string) => assembly.getNestedAssembly(`assembly-${id}`).stacks[0]?.template;
      return Object.fromEntries(
        table.map(({ name }) => [constructId(name), templateOf(constructId(name)) as StackTemplate]),
      );
    },
  );
}
