import type { Tell, Verdict } from './change';
import { type Effect, keywords } from './keywords';
import { type Both, below, isSame, listOf, namesIn, pointerOf, present, type Side } from './side';

/** Who makes the values that a schema describes: the client, or the API. */
export type Direction = 'request' | 'response';

/** What describes a schema, and says nothing of what it lets through. */
const documentation = [
  'title',
  'description',
  'example',
  'examples',
  'externalDocs',
  'deprecated',
  '$comment',
];

/** Keywords that are judged together with others. */
const together = ['properties', 'required', 'additionalProperties', 'items', 'default'];

interface Compared {
  readonly schema: Both;
  /** What a sentence calls the whole, the schema with a name that this one is in, and the path inside of that. */
  readonly whole: string;
  readonly owner?: string;
  readonly path?: string;
  readonly direction: Direction;
  readonly tell: Tell;
  /** The pairs of schemas that this one is inside of: one may hold itself. */
  readonly inside?: ReadonlySet<string>;
}

/** Compares two schemas for whoever sends or reads what they describe. */
export function compareSchemas({ inside = new Set(), ...compared }: Compared): void {
  const { schema, direction, tell } = compared;
  const pair = `${schema.before.source} ${schema.after.source}`;
  if (inside.has(pair) || isSame(schema)) return;
  const owner = /^\/components\/schemas\/([^/]+)$/.exec(present(schema).source)?.[1];
  const here = { ...compared, ...(owner && { owner, path: '' }), inside: new Set([...inside, pair]) };
  for (const name of namesIn(schema)) {
    if (documentation.includes(name) || together.includes(name)) continue;
    const keyword = below(schema, name);
    if (isSame(keyword)) continue;
    const judge = keywords[name];
    const [effect, says] = judge ? (judge(keyword.before.value, keyword.after.value) ?? []) : unknown(name);
    if (effect && says) tell(verdictOn(effect, direction), pointerOf(keyword), `${nameOf(here)} ${says}.`);
  }
  compareMembers(here);
  compareOtherMembers(here);
  compareElements(here);
  compareDefaults(here);
}

/** A client breaks when less is taken from it than before, or when it gets what it did not get before. */
function verdictOn(effect: Effect, direction: Direction): Verdict {
  if (effect === 'unknown') return 'unjudged';
  if (effect === 'other') return 'breaking';
  return (effect === 'narrower') === (direction === 'request') ? 'breaking' : 'compatible';
}

function unknown(keyword: string): [Effect, string] {
  return ['unknown', `has a changed \`${keyword}\`, which this comparison does not understand`];
}

function compareMembers(compared: Compared): void {
  const { schema, direction, tell } = compared;
  const request = direction === 'request';
  const members = below(schema, 'properties');
  const required = (side: Side) => new Set(listOf(side.at('required').value));
  const [was, is] = [required(schema.before), required(schema.after)];
  const names = new Set([...namesIn(members), ...[...was, ...is].map(String)]);
  for (const name of names) {
    const member = below(members, name);
    const inner = { ...compared, schema: member, path: compared.path ? `${compared.path}.${name}` : name };
    const say = (verdict: Verdict, says: string) =>
      tell(verdict, pointerOf(member), `${nameOf(inner)} ${says}.`);
    const before = member.before.value !== undefined;
    const after = member.after.value !== undefined;
    if (before && !after) {
      say('breaking', request ? 'is not taken any more' : 'is not there any more');
    } else if (!before && after && !request) {
      say('compatible', 'is new; clients do not look at it');
    } else if (is.has(name) && !was.has(name)) {
      say(request ? 'breaking' : 'compatible', request ? 'has to be sent now' : 'is now always there');
    } else if (was.has(name) && !is.has(name)) {
      say(request ? 'compatible' : 'breaking', request ? 'can now be left out' : 'is no longer always there');
    } else if (!before && after) {
      const closed = schema.before.at('additionalProperties').value === false;
      if (closed) say('compatible', 'is new, and can be left out');
      else say('unjudged', 'is described now; before, it could be sent as anything');
    }
    if (before && after) compareSchemas(inner);
  }
}

function compareOtherMembers(compared: Compared): void {
  const { schema, direction, tell, path = '' } = compared;
  const others = below(schema, 'additionalProperties');
  const [was, is] = [othersIn(others.before), othersIn(others.after)];
  if (was === 'described' && is === 'described') {
    compareSchemas({ ...compared, schema: others, path: `${path}.*` });
  }
  if (was === is) return;
  const say = (verdict: Verdict, says: string) =>
    tell(verdict, pointerOf(others), `${nameOf(compared)} ${says}.`);
  const request = direction === 'request';
  if (is === 'none') {
    say('breaking', `${request ? 'no longer takes' : 'no longer has'} members beside those that are listed`);
  } else if (was === 'none') {
    say(
      'compatible',
      `can now have members beside those that are listed${request ? '' : '; clients do not look at them'}`,
    );
  } else {
    const effect = is === 'described' ? 'narrower' : 'wider';
    const what = effect === 'narrower' ? 'of one kind only' : 'of any kind';
    say(verdictOn(effect, direction), `can now have other members ${what}`);
  }
}

function othersIn({ value, names }: Side): 'none' | 'any' | 'described' {
  if (value === false) return 'none';
  return names.length === 0 ? 'any' : 'described';
}

function compareElements(compared: Compared): void {
  const { schema, direction, tell, path = '' } = compared;
  const elements = below(schema, 'items');
  const [was, is] = [elements.before.value !== undefined, elements.after.value !== undefined];
  if (was && is) compareSchemas({ ...compared, schema: elements, path: `${path}[]` });
  if (was === is) return;
  const says = is ? 'now has elements of one kind only' : 'can now have elements of any kind';
  tell(verdictOn(is ? 'narrower' : 'wider', direction), pointerOf(elements), `${nameOf(compared)} ${says}.`);
}

/** What the API takes for a value that was left out. */
function compareDefaults(compared: Compared): void {
  const { schema, direction, tell } = compared;
  const fallback = below(schema, 'default');
  if (isSame(fallback)) return;
  const [was, is] = [fallback.before.value, fallback.after.value];
  const say = (verdict: Verdict, says: string) =>
    tell(verdict, pointerOf(fallback), `${nameOf(compared)} ${says}.`);
  const text = JSON.stringify;
  if (direction === 'response') say('compatible', 'has another default, which means nothing in an answer');
  else if (was === undefined)
    say('unjudged', `now says that it is ${text(is)} when left out; before, it did not say`);
  else if (is === undefined) say('unjudged', `no longer says what it is when left out; before, ${text(was)}`);
  else say('breaking', `is now ${text(is)} when left out, before ${text(was)}`);
}

function nameOf({ whole, owner, path }: Compared): string {
  return [path, owner]
    .filter(Boolean)
    .map((name) => `\`${name}\``)
    .join(' of ')
    .concat(path || owner ? ` in ${whole}` : whole);
}
