import { isDeepStrictEqual } from 'node:util';

export type Json = null | boolean | number | string | readonly Json[] | Members;
export type Members = { readonly [member: string]: Json };

type Key = string | number;

/** A place in one of the two documents. References are followed on the way to it. */
export class Side {
  private constructor(
    private readonly document: Json,
    /** Nothing, when the document has no such place. */
    readonly value: Json | undefined,
    readonly pointer: string,
    /** Where the value is written: somewhere else than the pointer says, when that is a reference. */
    readonly source: string,
  ) {}

  static rootOf(document: Json): Side {
    return new Side(document, document, '', '');
  }

  at(...keys: readonly Key[]): Side {
    return keys.reduce((parent: Side, key) => parent.child(key), this);
  }

  /** The names of its members. */
  get names(): readonly string[] {
    return Object.keys(membersOf(this.value));
  }

  /** The value with every reference in it replaced by what it refers to. */
  expanded(): Json | undefined {
    return expanded(this.document, this.value, []);
  }

  private child(key: Key): Side {
    const pointer = `${this.source}/${escaped(key)}`;
    const [value, source] = followed(this.document, child(this.value, key), pointer);
    return new Side(this.document, value, pointer, source);
  }
}

/** The same place in both documents. */
export interface Both {
  readonly before: Side;
  readonly after: Side;
}

/** The same place below both. */
export function below({ before, after }: Both, ...keys: readonly Key[]): Both {
  return { before: before.at(...keys), after: after.at(...keys) };
}

/** The one that is there, or was. */
export function present({ before, after }: Both): Side {
  return after.value === undefined ? before : after;
}

/** Where it is, or was. */
export function pointerOf(both: Both): string {
  return present(both).pointer;
}

/** The names of the members of either. */
export function namesIn({ before, after }: Both): string[] {
  return [...new Set([...before.names, ...after.names])];
}

/** Whether both say the same, whatever they refer to included. */
export function isSame({ before, after }: Both): boolean {
  if (isSimple(before.value) || isSimple(after.value)) return before.value === after.value;
  return isDeepStrictEqual(before.expanded(), after.expanded());
}

/** The pointers of everything that the paths of a document refer to, however far away. */
export function usedIn(document: Json): ReadonlySet<string> {
  const used = new Set<string>();
  const open = [valueAt(document, '/paths')];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    const target = targetOf(value);
    if (target !== undefined && !used.has(target)) open.push(valueAt(document, target));
    if (target !== undefined) used.add(target);
    if (!isSimple(value)) open.push(...(Object.values(value) as Json[]));
  }
  return used;
}

export function membersOf(value: Json | undefined): Members {
  return isSimple(value) || Array.isArray(value) ? {} : (value as Members);
}

export function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

/** What is found behind references, and where that is. */
function followed(document: Json, value: Json | undefined, pointer: string): [Json | undefined, string] {
  const seen: string[] = [];
  let [found, where] = [value, pointer];
  for (let target = targetOf(found); target !== undefined; target = targetOf(found)) {
    // A circle of nothing but references refers to nothing.
    if (seen.includes(target)) return [undefined, where];
    seen.push(target);
    [found, where] = [valueAt(document, target), target];
  }
  return [found, where];
}

function expanded(document: Json, value: Json | undefined, inside: readonly string[]): Json | undefined {
  const target = targetOf(value);
  if (target !== undefined && inside.includes(target)) return `as in ${target}`;
  const [found] = followed(document, value, '');
  if (found === undefined || isSimple(found)) return found;
  const within = target === undefined ? inside : [...inside, target];
  const inner = (one: Json) => expanded(document, one, within) ?? null;
  if (Array.isArray(found)) return found.map(inner);
  return Object.fromEntries(Object.entries(found).map(([name, one]) => [name, inner(one)]));
}

/** What a reference refers to in its own document. One that leads out of it is left as it is. */
function targetOf(value: Json | undefined): string | undefined {
  const { $ref } = membersOf(value);
  return typeof $ref === 'string' && $ref.startsWith('#/') ? $ref.slice(1) : undefined;
}

function valueAt(document: Json, pointer: string): Json | undefined {
  const keys = pointer.split('/').slice(1).map(unescaped);
  return keys.reduce(child, document as Json | undefined);
}

function child(value: Json | undefined, key: Key): Json | undefined {
  if (Array.isArray(value)) return value[Number(key)];
  const members = membersOf(value);
  return Object.hasOwn(members, key) ? members[key] : undefined;
}

function isSimple(value: Json | undefined): value is null | boolean | number | string | undefined {
  return typeof value !== 'object' || value === null;
}

const escaped = (key: Key) => String(key).replaceAll('~', '~0').replaceAll('/', '~1');
const unescaped = (key: string) => key.replaceAll('~1', '/').replaceAll('~0', '~');
