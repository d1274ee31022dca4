import type { Tell, Verdict } from './change';
import { compareContent } from './content';
import { compareSchemas } from './schema';
import { type Both, below, pointerOf, type Side } from './side';
import { tellTheRest } from './the-rest';

/** Compares the answers of a route. `tellOf` tells what concerns one status. */
export function compareResponses(responses: Both, tell: Tell, tellOf: (status: string) => Tell): void {
  for (const status of new Set([...responses.before.names, ...responses.after.names])) {
    const response = below(responses, status);
    if (response.after.value === undefined) {
      tell(onRemoved(status), response.before.pointer, `it no longer answers ${status}.`);
    } else if (response.before.value === undefined) {
      tell(onAdded(status), response.after.pointer, `it can now answer ${status}.`);
    } else {
      compareResponse(response, tellOf(status));
    }
  }
}

/** A failure that does not come any more breaks nobody. */
function onRemoved(status: string): Verdict {
  if (isFailure(status)) return 'compatible';
  return isKnown(status) ? 'breaking' : 'unjudged';
}

/** A client has to be ready for any failure, and gets 304 only when it asks for that; another success it may not know. */
function onAdded(status: string): Verdict {
  if (isFailure(status) || status === '304') return 'compatible';
  return isKnown(status) ? 'breaking' : 'unjudged';
}

const isFailure = (status: string) => /^[45]/.test(status);
const isKnown = (status: string) => /^[123]/.test(status);

function compareResponse(response: Both, tell: Tell): void {
  const headers = below(response, 'headers');
  const [was, is] = [byName(headers.before), byName(headers.after)];
  for (const id of new Set([...was.keys(), ...is.keys()])) {
    const [before, after] = [was.get(id), is.get(id)];
    if (before && after) compareHeader({ before, after }, nameOf(after), tell);
    else if (before) tell('breaking', before.pointer, `${nameOf(before)} is not there any more.`);
    else if (after) tell('compatible', after.pointer, `${nameOf(after)} is new.`);
  }
  compareContent(below(response, 'content'), 'the answer', 'response', tell);
  tellTheRest(response, ['headers', 'content'], 'the answer', tell);
}

function compareHeader(header: Both, name: string, tell: Tell): void {
  const required = below(header, 'required');
  const [was, is] = [required.before.value === true, required.after.value === true];
  if (was && !is) tell('breaking', pointerOf(required), `${name} is no longer always there.`);
  if (!was && is) tell('compatible', pointerOf(required), `${name} is now always there.`);
  compareSchemas({ schema: below(header, 'schema'), whole: name, direction: 'response', tell });
  tellTheRest(header, ['required', 'schema'], name, tell);
}

/** The headers of an answer by their names, without case. */
function byName(headers: Side): ReadonlyMap<string, Side> {
  return new Map(headers.names.map((name) => [name.toLowerCase(), headers.at(name)]));
}

function nameOf({ pointer }: Side): string {
  return `the header \`${pointer.split('/').at(-1)}\``;
}
