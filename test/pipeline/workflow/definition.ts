import { parse } from 'yaml';
import * as z from 'zod';
import { lintWorkflow } from './lint';

// Strict, so that a key which this runner does not act on is refused rather than ignored.
const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const scalars = z.record(z.string(), scalar);
const oneOrMore = z.union([z.string(), z.array(z.string())]);

const permissions = z.union([
  z.enum(['read-all', 'write-all']),
  z.record(z.string(), z.enum(['read', 'write', 'none'])),
]);

const concurrency = z.union([
  z.string(),
  z.strictObject({
    group: z.string(),
    'cancel-in-progress': scalar.optional(),
    queue: z.enum(['single', 'max']).optional(),
  }),
]);

const defaults = z.strictObject({
  run: z.strictObject({ shell: z.string().optional(), 'working-directory': z.string().optional() }),
});

const step = z.strictObject({
  id: z.string().optional(),
  name: scalar.optional(),
  if: scalar.optional(),
  run: z.string().optional(),
  uses: z.string().optional(),
  with: scalars.optional(),
  env: scalars.optional(),
  shell: z.string().optional(),
  'working-directory': z.string().optional(),
  'continue-on-error': scalar.optional(),
  'timeout-minutes': scalar.optional(),
});

const matrix = z
  .record(z.string(), z.union([z.string(), z.array(z.unknown())]))
  .refine((axes) => !('include' in axes || 'exclude' in axes), 'include and exclude are not modelled');

const job = z.strictObject({
  name: scalar.optional(),
  needs: oneOrMore.optional(),
  if: scalar.optional(),
  'runs-on': z.unknown(),
  'timeout-minutes': scalar.optional(),
  'continue-on-error': scalar.optional(),
  permissions: permissions.optional(),
  environment: z
    .union([z.string(), z.strictObject({ name: z.string(), url: z.string().optional() })])
    .optional(),
  concurrency: concurrency.optional(),
  outputs: scalars.optional(),
  env: scalars.optional(),
  defaults: defaults.optional(),
  strategy: z
    .strictObject({
      matrix: z.union([z.string(), matrix]),
      'fail-fast': scalar.optional(),
      'max-parallel': scalar.optional(),
    })
    .optional(),
  steps: z.array(step),
});

const branches = z
  .strictObject({ branches: oneOrMore.optional(), 'branches-ignore': oneOrMore.optional() })
  .nullable();

const input = z.strictObject({
  description: z.string().optional(),
  required: z.boolean().optional(),
  default: scalar.optional(),
  type: z.enum(['string', 'boolean', 'number', 'choice', 'environment']).optional(),
  options: z.array(z.string()).optional(),
});

const triggers = z.looseObject({
  push: branches.optional(),
  pull_request: z
    .strictObject({ ...branches.unwrap().shape, types: oneOrMore.optional() })
    .nullable()
    .optional(),
  workflow_dispatch: z
    .strictObject({ inputs: z.record(z.string(), input.nullable()).nullable().optional() })
    .nullable()
    .optional(),
});

const workflow = z.strictObject({
  name: z.string().optional(),
  'run-name': z.string().optional(),
  on: z.union([oneOrMore, triggers]),
  env: scalars.optional(),
  permissions: permissions.optional(),
  defaults: defaults.optional(),
  concurrency: concurrency.optional(),
  jobs: z.record(z.string(), job),
});

export type Scalar = z.infer<typeof scalar>;
export type Scalars = z.infer<typeof scalars>;
export type PermissionsDefinition = z.infer<typeof permissions>;
export type ConcurrencyDefinition = z.infer<typeof concurrency>;
export type StrategyDefinition = NonNullable<JobDefinition['strategy']>;
export type StepDefinition = z.infer<typeof step>;
export type JobDefinition = z.infer<typeof job>;
export type Triggers = z.infer<typeof triggers>;
export type WorkflowDefinition = Omit<z.infer<typeof workflow>, 'on'> & { readonly on: Triggers };

/** Reads a workflow; throws for what GitHub refuses, and for what this runner does not model. */
export async function readWorkflow(path: string, text: string): Promise<WorkflowDefinition> {
  const mistakes = (await lintWorkflow(path, text)).filter((line) => line.includes(': error: '));
  if (mistakes.length > 0) throw new Error(`GitHub would not run this workflow:\n${mistakes.join('\n')}`);
  const { data, error } = workflow.safeParse(parse(text));
  if (error) throw new Error(`${path} has what this runner does not model:\n${z.prettifyError(error)}`);
  return { ...data, on: triggersOf(data.on) };
}

function triggersOf(on: string | string[] | Triggers): Triggers {
  if (typeof on === 'object' && !Array.isArray(on)) return on;
  return Object.fromEntries([on].flat().map((name) => [name, null]));
}
