import { headerValue, headerValues, lastByName } from './headers';
import type { GatewayRequest } from './request';

/** Everything that a mapping expression can look at. */
export interface MappingScope {
  readonly request: GatewayRequest;
  readonly pathParameters: Readonly<Record<string, string>>;
  /** `$context` as nested values. */
  readonly context: object;
  readonly stageVariables: Readonly<Record<string, string>> | null;
}

const STATIC = /^'(.*)'$/s;
const REQUEST = /^method\.request\.(header|multivalueheader|querystring|path)\.(.+)$/;
const CONTEXT = /^context\.(.+)$/;
const STAGE_VARIABLE = /^stageVariables\.(.+)$/;

/** Whether this gateway can map the expression: `'static'`, a request parameter, a context or stage variable. */
export function isMappingExpression(expression: unknown): expression is string {
  return (
    typeof expression === 'string' &&
    [STATIC, REQUEST, CONTEXT, STAGE_VARIABLE].some((form) => form.test(expression))
  );
}

/** The value of a mapping expression, or undefined when the request, context or stage has none. */
export function resolveMapping(expression: string, scope: MappingScope): string | undefined {
  const literal = STATIC.exec(expression);
  if (literal) return literal[1];
  const parameter = REQUEST.exec(expression);
  if (parameter) return requestParameter(parameter[1] ?? '', parameter[2] ?? '', scope);
  const context = CONTEXT.exec(expression);
  if (context) return contextVariable(scope.context, context[1] ?? '');
  const stage = STAGE_VARIABLE.exec(expression);
  return stage ? scope.stageVariables?.[stage[1] ?? ''] : undefined;
}

function requestParameter(location: string, name: string, scope: MappingScope): string | undefined {
  const { headers, query } = scope.request;
  if (location === 'header') return headerValue(headers, name);
  if (location === 'multivalueheader') return headerValues(headers, name).join(',') || undefined;
  const values = location === 'path' ? scope.pathParameters : lastByName(query);
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

/** One `$context` value by its dotted name; undefined for what is absent, null or not a plain value. */
export function contextVariable(context: object, dottedName: string): string | undefined {
  let value: unknown = context;
  for (const part of dottedName.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<string, unknown>)[part];
  }
  return value === null || value === undefined || typeof value === 'object' ? undefined : String(value);
}
