import type { Tell } from './change';
import { compareSchemas } from './schema';
import { type Both, below, listOf, pointerOf, type Side } from './side';
import { tellTheRest } from './the-rest';

export interface Parameter {
  readonly name: string;
  readonly place: string;
  readonly side: Side;
}

/** Parameters that a client sends with a request, or headers that come with an answer, by what they are told apart by. */
export type Parameters = ReadonlyMap<string, Parameter>;

/**
 * The parameters of an operation, those of its path included. Headers are known by their names without case, and
 * those in the path by their order there: what they are called is nothing that a client sends.
 */
export function parametersOf(pathItem: Side, operation: Side, path: string): Parameters {
  const order = [...path.matchAll(/\{([^}]*)\}/g)].map(([, name]) => name);
  const lists = [pathItem.at('parameters'), operation.at('parameters')];
  const all = lists.flatMap((list) => listOf(list.value).map((_, index) => list.at(index)));
  return new Map(
    all.map((side) => {
      const [name, place] = [String(side.at('name').value), String(side.at('in').value)];
      const index = place === 'path' ? order.indexOf(name) : -1;
      const id = index < 0 ? (place === 'header' ? name.toLowerCase() : name) : String(index);
      return [`${place} ${id}`, { name, place, side }];
    }),
  );
}

/** Compares what a client may or has to send beside the body. */
export function compareParameters(before: Parameters, after: Parameters, tell: Tell): void {
  for (const id of new Set([...before.keys(), ...after.keys()])) {
    const [was, is] = [before.get(id), after.get(id)];
    if (was && is) compareParameter(was, is, tell);
    else if (was) tell('breaking', was.side.pointer, `${nameOf(was)} is not taken any more.`);
    else if (is && isRequired(is))
      tell('breaking', is.side.pointer, `${nameOf(is)} has to be sent now, and is new.`);
    else if (is) tell('compatible', is.side.pointer, `${nameOf(is)} is new, and can be left out.`);
  }
}

function compareParameter(was: Parameter, is: Parameter, tell: Tell): void {
  const both: Both = { before: was.side, after: is.side };
  const name = nameOf(is);
  if (was.place === 'path' && was.name !== is.name) {
    tell(
      'compatible',
      is.side.at('name').pointer,
      `${nameOf(was)} is called \`${is.name}\` now; the address is the same.`,
    );
  }
  const required = pointerOf(below(both, 'required'));
  if (isRequired(is) && !isRequired(was)) tell('breaking', required, `${name} has to be sent now.`);
  if (isRequired(was) && !isRequired(is)) tell('compatible', required, `${name} can now be left out.`);
  compareSchemas({ schema: below(both, 'schema'), whole: name, direction: 'request', tell });
  tellTheRest(both, ['name', 'in', 'required', 'schema'], name, tell);
}

function isRequired({ side }: Parameter): boolean {
  return side.at('required').value === true;
}

function nameOf({ name, place }: Parameter): string {
  return `the ${place === 'header' ? '' : `${place} `}${place === 'header' ? 'header' : 'parameter'} \`${name}\``;
}
