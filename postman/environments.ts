export interface Environment {
  readonly name: string;
  /** The stage that answers there: its name is part of what the health route says. */
  readonly stage: string;
  readonly baseUrl: string;
  /** The website that the stage lets in: the value that every answer has to carry. */
  readonly origin: string;
}

const local = 'http://localhost:3000';

/**
 * Where the collection can run. The stages and their origins repeat infra/stages.ts, as this folder
 * knows nothing of infra; a test compares the two.
 */
export const environments: readonly [Environment, ...Environment[]] = [
  { name: 'local', stage: 'dev', baseUrl: 'http://127.0.0.1:4000/dev', origin: local },
  { name: 'dev', stage: 'dev', baseUrl: deployed('dev'), origin: local },
  { name: 'prod', stage: 'prod', baseUrl: deployed('prod'), origin: 'https://www.example.com' },
];

/** A URL that cannot answer (RFC 2606), to be replaced by the one that the deployment printed. */
function deployed(stage: string): string {
  return `https://api-url-of-the-stack.invalid/${stage}`;
}
