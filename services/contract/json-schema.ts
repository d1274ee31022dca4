import * as z from 'zod/mini';
import { Problem } from '../runtime/problem';
import type { Contract } from './contract';

// biome-ignore lint/suspicious/noExplicitAny: a JSON schema is open by nature
export type JsonSchema = { [keyword: string]: any };

type Dialect = 'openapi-3.0' | 'draft-7';

/**
 * The named schemas of contracts, and the problem that all share, with references between them.
 *
 * @param reference makes the value of `$ref` from a schema's name
 * @throws when two contracts use one name for different schemas
 */
export function namedSchemas(
  contracts: readonly Contract[],
  dialect: Dialect,
  reference: (name: string) => string,
): Record<string, JsonSchema> {
  const registry = z.registry<{ id: string }>();
  const seen = new Map<string, z.ZodMiniType>();
  for (const [id, schema] of [
    ['Problem', Problem] as const,
    ...contracts.flatMap((c) => Object.entries(c.schemas)),
  ]) {
    if (seen.has(id) && seen.get(id) !== schema)
      throw new Error(`Two contracts have a schema called ${id}; rename one.`);
    seen.set(id, schema);
    registry.add(schema, { id });
  }
  const { schemas } = z.toJSONSchema(registry, { ...options(dialect), uri: reference });
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, cleaned(schema)]));
}

/** One schema by itself, without references: that of a parameter, say. */
export function inlineSchema(schema: z.core.$ZodType, dialect: Dialect): JsonSchema {
  return cleaned(z.toJSONSchema(schema, options(dialect)));
}

/** The name under which a contract lists a schema. */
export function nameOf(contract: Contract, schema: z.ZodMiniType): string {
  const name = Object.entries(contract.schemas).find(([, named]) => named === schema)?.[0];
  if (name) return name;
  throw new Error(
    `The ${contract.service} contract uses a body schema that has no name; add it to its \`schemas\`.`,
  );
}

function options(target: Dialect) {
  return {
    target,
    // `z.custom` has no JSON schema of its own: its metadata, merged below, is one.
    unrepresentable: 'any',
    override({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodTypes; jsonSchema: JsonSchema }) {
      Object.assign(jsonSchema, z.globalRegistry.get(zodSchema));
      // zod bounds every integer by what a double holds exactly: true, and noise in a document.
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      for (const key of Object.keys(jsonSchema)) if (jsonSchema[key] === undefined) delete jsonSchema[key];
    },
  } as const;
}

/** Newman's validator is a draft 7 one that refuses to be told so; `$id` would make references absolute. */
function cleaned({ $schema, $id, ...schema }: JsonSchema): JsonSchema {
  return schema;
}
