import { isDeepStrictEqual } from 'node:util';
import type { Json } from './side';

/** What a change does to the values that a schema lets through: fewer, more, others, or nobody knows. */
export type Effect = 'narrower' | 'wider' | 'other' | 'unknown';

/** The effect of a keyword that has changed, and what is said of whatever it stands at; nothing, when it means the same. */
type Judge = (was: Json | undefined, is: Json | undefined) => readonly [Effect, string] | undefined;

/** The keywords whose change can be judged by themselves, wherever they are. */
export const keywords: Readonly<Record<string, Judge>> = {
  type: (was, is) => {
    const says = `is now ${kind(is)}, before ${kind(was)}`;
    if (was === undefined) return ['narrower', says];
    if (is === undefined) return ['wider', says];
    if (was === 'number' && is === 'integer') return ['narrower', says];
    return [was === 'integer' && is === 'number' ? 'wider' : 'other', says];
  },
  format: (was, is) => [
    was === undefined ? 'narrower' : is === undefined ? 'wider' : 'other',
    `is now of ${format(is)}, before of ${format(was)}`,
  ],
  pattern: (was, is) => {
    if (was === undefined) return ['narrower', `now has to match ${text(is)}, before it could be any text`];
    if (is === undefined) return ['wider', `can now be any text, before it had to match ${text(was)}`];
    return ['unknown', `now has to match ${text(is)}, before ${text(was)}; compare what the two let through`];
  },
  enum: (was, is) => {
    if (!Array.isArray(was))
      return ['narrower', `can now only be ${values(is)}, before it could be anything`];
    if (!Array.isArray(is)) return ['wider', `can now be anything, before only ${values(was)}`];
    const gone = was.filter((one) => !is.some((other) => isDeepStrictEqual(one, other)));
    const come = is.filter((one) => !was.some((other) => isDeepStrictEqual(one, other)));
    if (gone.length === 0 && come.length === 0) return undefined;
    if (come.length === 0) return ['narrower', `can no longer be ${values(gone)}`];
    if (gone.length === 0) return ['wider', `can now be ${values(come)} as well`];
    return ['other', `can no longer be ${values(gone)}, but ${values(come)}`];
  },
  nullable: flag('can no longer be null', 'can now be null', false),
  uniqueItems: flag('now has to have different elements', 'can now have equal elements'),
  exclusiveMinimum: flag('can no longer be its minimum itself', 'can now be its minimum itself'),
  exclusiveMaximum: flag('can no longer be its maximum itself', 'can now be its maximum itself'),
  multipleOf: (was, is) => {
    if (was === undefined) return ['narrower', `now has to be a multiple of ${text(is)}`];
    if (is === undefined) return ['wider', `no longer has to be a multiple of ${text(was)}`];
    const says = `now has to be a multiple of ${text(is)}, before of ${text(was)}`;
    if (Number(is) % Number(was) === 0) return ['narrower', says];
    return [Number(was) % Number(is) === 0 ? 'wider' : 'other', says];
  },
  minimum: least('', Number.NEGATIVE_INFINITY),
  maximum: most(''),
  minLength: least('character'),
  maxLength: most('character'),
  minItems: least('element'),
  maxItems: most('element'),
  minProperties: least('member'),
  maxProperties: most('member'),
};

function least(unit: string, none = 0): Judge {
  return limit(
    (value) => `at least ${count(value, unit)}`,
    none,
    (was, is) => is > was,
  );
}

function most(unit: string): Judge {
  return limit(
    (value) => `at most ${count(value, unit)}`,
    Number.POSITIVE_INFINITY,
    (was, is) => is < was,
  );
}

function count(number: number, unit: string): string {
  return unit ? `${number} ${unit}${number === 1 ? '' : 's'}` : String(number);
}

function limit(
  says: (value: number) => string,
  none: number,
  isNarrower: (was: number, is: number) => boolean,
): Judge {
  return (given, now) => {
    const [was, is] = [given ?? none, now ?? none];
    if (typeof was !== 'number' || typeof is !== 'number')
      return ['unknown', 'has a limit that is no number'];
    if (was === is) return undefined;
    const effect = isNarrower(was, is) ? 'narrower' : 'wider';
    if (is === none) return [effect, `is no longer limited to ${says(was)}`];
    return [
      effect,
      `is now limited to ${says(is)}, before ${was === none ? 'it was not' : `to ${says(was)}`}`,
    ];
  };
}

/** A keyword that is true or false, and false when it is not there. */
function flag(narrower: string, wider: string, narrowing = true): Judge {
  return (was = false, is = false) => {
    if (typeof was !== 'boolean' || typeof is !== 'boolean')
      return ['unknown', 'has a keyword that is neither true nor false'];
    if (was === is) return undefined;
    return is === narrowing ? ['narrower', narrower] : ['wider', wider];
  };
}

function format(name: Json | undefined): string {
  return name === undefined ? 'any format' : `the format ${text(name)}`;
}

function kind(type: Json | undefined): string {
  if (type === undefined) return 'anything';
  return `${/^[aeiou]/.test(String(type)) ? 'an' : 'a'} ${text(type)}`;
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

function values(list: Json | undefined): string {
  return Array.isArray(list) ? list.map((one) => JSON.stringify(one)).join(', ') : text(list);
}
