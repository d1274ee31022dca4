import type { data as types } from '@actions/expressions';
import type { Scalar } from './definition';
import { github } from './github-library';

const { data, Evaluator, Lexer, Parser } = github.expressions;

/** What `${{ }}` can see and call in one place of a workflow. */
export interface Scope {
  readonly contexts: Readonly<Record<string, unknown>>;
  readonly functions?: Readonly<Record<string, (...texts: string[]) => Scalar>>;
}

/** The value of a scalar of the workflow; its type is kept when it is nothing but one expression. */
export function valueIn(template: Scalar | undefined, scope: Scope): unknown {
  if (typeof template !== 'string') return template ?? null;
  const parts = split(template);
  const [only] = parts;
  const single = parts.length === 1 && only?.expression;
  return single ? toPlain(compute(only.text, scope)) : textIn(template, scope);
}

/** The text of a scalar of the workflow, as it reaches an environment variable, an input or a script. */
export function textIn(template: Scalar | undefined, scope: Scope): string {
  if (typeof template !== 'string') return String(template ?? '');
  return split(template)
    .map((part) => (part.expression ? compute(part.text, scope).coerceString() : part.text))
    .join('');
}

/** The texts of a map, such as `env`. */
export function textsIn(
  templates: Readonly<Record<string, Scalar>> | undefined,
  scope: Scope,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(templates ?? {}).map(([key, value]) => [key, textIn(value, scope)]),
  );
}

/** Whether an `if` lets through: without a status function it means `success() && (…)`. */
export function holds(condition: Scalar | undefined, scope: Scope): boolean {
  const parts = split(String(condition ?? '').trim());
  if (parts.length > 1) throw new Error(`Text around \${{ }} makes a condition always true: ${condition}`);
  const expression = parts[0]?.text.trim() || 'success()';
  const whole = asksForStatus(expression) ? expression : `success() && (${expression})`;
  return Boolean(toPlain(compute(whole, scope)));
}

function asksForStatus(expression: string): boolean {
  const { tokens } = new Lexer(expression).lex();
  return tokens.some(
    ({ lexeme }, index) =>
      ['success', 'failure', 'cancelled', 'always'].includes(lexeme.toLowerCase()) &&
      tokens[index + 1]?.lexeme === '(',
  );
}

function compute(expression: string, { contexts, functions = {} }: Scope): types.ExpressionData {
  const { tokens } = new Lexer(expression).lex();
  const known = Object.entries(functions).map(([name, call]) => ({
    name,
    minArgs: 0,
    maxArgs: 255,
    call: (...args: types.ExpressionData[]) => toData(call(...args.map((arg) => arg.coerceString()))),
  }));
  const tree = new Parser(tokens, Object.keys(contexts), known).parse();
  const pairs = Object.entries(contexts).map(([key, value]) => ({ key, value: toData(value) }));
  const byName = new Map(known.map((definition) => [definition.name.toLowerCase(), definition]));
  return new Evaluator(tree, new data.Dictionary(...pairs), byName).evaluate();
}

/** Text and expressions in turn; a quoted `}}` does not end an expression. */
function split(template: string): { text: string; expression: boolean }[] {
  const parts = template.split(/\$\{\{((?:'[^']*'|[^'])*?)\}\}/);
  return parts
    .map((text, index) => ({ text, expression: index % 2 === 1 }))
    .filter(({ text, expression }) => expression || text !== '');
}

function toData(value: unknown): types.ExpressionData {
  return JSON.parse(JSON.stringify(value ?? null), data.reviver);
}

function toPlain(value: types.ExpressionData): unknown {
  return JSON.parse(JSON.stringify(value, data.replacer));
}
