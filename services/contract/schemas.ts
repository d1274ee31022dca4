import { en } from 'zod/locales';
import * as z from 'zod/mini';

// Without a language zod says no more than 'Invalid input'.
z.config(en());

export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;
export type JsonObject = { [key: string]: JsonValue };

/** How deep `data` may nest. JSON.stringify recurses, so a bound keeps hostile input from its stack. */
export const maximumDepth = 64;

/** A string of `minimum` to `maximum` Unicode characters, counted as JSON schema does: by code point. */
export function text(minimum: number, maximum: number) {
  return z
    .string()
    .check(
      // DynamoDB stores UTF-8, which has no lone surrogates: they would come back as something else.
      z.refine((value) => value.isWellFormed(), { error: 'Must be well-formed Unicode' }),
      z.refine((value) => value.length <= maximum * 2 && within(minimum, maximum, [...value].length), {
        error: `Must have ${minimum} to ${maximum} characters`,
      }),
    )
    .check(z.meta({ minLength: minimum, maxLength: maximum }));
}

/** Any JSON object. Not `z.record`, which drops a key named `__proto__` without a word. */
export function jsonObject() {
  return z
    .custom<JsonObject>(isJsonObject, { error: 'Must be a JSON object' })
    .check(
      z.refine((value) => depthIsAtMost(value, maximumDepth), {
        error: `Must not nest deeper than ${maximumDepth} levels`,
        abort: true,
      }),
      z.refine(numbersAreFinite, { error: 'Must not hold a number beyond the range of a double' }),
    )
    .check(z.meta({ type: 'object', additionalProperties: true }));
}

/** An integer in a query string, where everything arrives as text. */
export function integerParameter(minimum: number, maximum: number, fallback: number) {
  const range = `Must be an integer from ${minimum} to ${maximum}`;
  return z._default(
    z.pipe(
      z.transform((value) => (typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value)),
      z
        .int({ error: range })
        .check(z.minimum(minimum, { error: range }), z.maximum(maximum, { error: range })),
    ),
    fallback,
  );
}

export function uuid() {
  return z
    .string()
    .check(z.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/))
    .check(z.meta({ format: 'uuid', pattern: undefined }));
}

export function timestamp() {
  return z
    .string()
    .check(z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/))
    .check(z.meta({ format: 'date-time', pattern: undefined }));
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Walks level by level, without recursion, for the same reason as the bound itself. */
export function depthIsAtMost(value: unknown, maximum: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > maximum) return false;
    level = level.flatMap((item) => (typeof item === 'object' && item !== null ? Object.values(item) : []));
  }
  return true;
}

/** JSON.parse reads 1e400 as Infinity, which JSON.stringify would then store as null. Recurses: check the depth first. */
function numbersAreFinite(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  return typeof value !== 'object' || value === null || Object.values(value).every(numbersAreFinite);
}

function within(minimum: number, maximum: number, length: number): boolean {
  return length >= minimum && length <= maximum;
}
