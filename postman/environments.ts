import { type StageSettings, stages } from '../infra/stages';

export interface Environment {
  readonly name: string;
  /** The stage that answers there: its name is part of what the health route says. */
  readonly stage: string;
  readonly baseUrl: string;
  /** The website that the stage lets in: the value that every answer has to carry. */
  readonly origin: string;
}

type Stage = Pick<StageSettings, 'name' | 'origin'>;

/** Where the collection can run: at every stage, and before them at the one that `npm start` serves. */
export const environments = environmentsOf(stages);

/**
 * The environments of a table of stages: `local`, then one for each stage.
 * @throws an error when there is no stage, or one that takes the name `local`
 */
export function environmentsOf(table: readonly Stage[]): readonly [Environment, ...Environment[]] {
  // As `npm start` when it is not told a stage.
  const served = table.find(({ name }) => name === 'dev') ?? table[0];
  if (!served) throw new Error('infra/stages.ts: there is no stage; add one.');
  if (table.some(({ name }) => name === 'local')) {
    throw new Error(
      'infra/stages.ts: local is what Postman calls the stage of npm start; rename that stage.',
    );
  }
  const environment = (name: string, stage: Stage, address: string): Environment => ({
    name,
    stage: stage.name,
    baseUrl: `${address}/${stage.name}`,
    origin: stage.origin,
  });
  return [
    environment('local', served, 'http://127.0.0.1:4000'),
    // A URL that cannot answer (RFC 2606), to be replaced by the one that the deployment printed.
    ...table.map((stage) => environment(stage.name, stage, 'https://api-url-of-the-stack.invalid')),
  ];
}
