import { isDeepStrictEqual } from 'node:util';
import { type Change, createChanges, type Tell } from './change';
import { compareContent } from './content';
import { compareParameters, parametersOf } from './parameters';
import { compareResponses } from './responses';
import { compareSecurity, waysInto } from './security';
import { type Both, below, type Json, namesIn, pointerOf, Side, usedIn } from './side';
import { tellTheRest } from './the-rest';

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];
const everywhere = 'every route';

/** What has changed from one OpenAPI 3.0 document to another, as clients see it. */
export function compareDocuments(before: Json, after: Json): Change[] {
  const changes = createChanges();
  const root: Both = { before: Side.rootOf(before), after: Side.rootOf(after) };
  const [was, is] = [pathsOf(root.before), pathsOf(root.after)];
  for (const shape of new Set([...was.keys(), ...is.keys()])) {
    const path = is.get(shape) ?? was.get(shape) ?? '';
    const item: Both = {
      before: root.before.at('paths', was.get(shape) ?? path),
      after: root.after.at('paths', path),
    };
    if (was.has(shape) && is.has(shape)) {
      tellTheRest(item, [...methods, 'parameters'], path, changes.of(path));
    }
    for (const method of methods) {
      const route = `${method.toUpperCase()} ${path}`;
      const paths = { before: was.get(shape) ?? path, after: path };
      compareOperation({ root, item, method, paths }, changes.of(route), (status) =>
        changes.of(route, status),
      );
    }
  }
  const tell = changes.of(everywhere);
  tellTheRest(root, ['paths', 'components', 'security', 'info'], 'the API', tell);
  compareComponents(root, [...usedIn(before), ...usedIn(after)], changes.of('no route'));
  return changes.list();
}

/** The paths of a document by their shape: what a parameter is called is no part of an address. */
function pathsOf(root: Side): ReadonlyMap<string, string> {
  return new Map(root.at('paths').names.map((path) => [path.replaceAll(/\{[^}]*\}/g, '{}'), path]));
}

interface Route {
  readonly root: Both;
  readonly item: Both;
  readonly method: string;
  readonly paths: { readonly before: string; readonly after: string };
}

function compareOperation(
  { root, item, method, paths }: Route,
  tell: Tell,
  tellOf: (status: string) => Tell,
): void {
  const operation = below(item, method);
  const { before, after } = operation;
  if (before.value === undefined || after.value === undefined) {
    if (before.value !== undefined) tell('breaking', before.pointer, 'this route is not there any more.');
    if (after.value !== undefined) tell('compatible', after.pointer, 'this route is new.');
    return;
  }
  compareParameters(
    parametersOf(item.before, before, paths.before),
    parametersOf(item.after, after, paths.after),
    tell,
  );
  compareRequestBody(below(operation, 'requestBody'), tell);
  compareResponses(below(operation, 'responses'), tell, tellOf);
  compareSecurity(waysInto(root.before, before), waysInto(root.after, after), tell);
  tellTheRest(operation, ['parameters', 'requestBody', 'responses', 'security'], 'this route', tell);
}

function compareRequestBody(body: Both, tell: Tell): void {
  const { before, after } = body;
  const [had, has] = [before.value !== undefined, after.value !== undefined];
  const required = below(body, 'required');
  const [was, is] = [required.before.value === true, required.after.value === true];
  if (!had || !has) {
    if (had) tell('breaking', before.pointer, 'the body is not taken any more.');
    if (has && is) tell('breaking', after.pointer, 'the body has to be sent now, and is new.');
    if (has && !is) tell('compatible', after.pointer, 'the body is new, and can be left out.');
    return;
  }
  if (is && !was) tell('breaking', pointerOf(required), 'the body has to be sent now.');
  if (was && !is) tell('compatible', pointerOf(required), 'the body can now be left out.');
  compareContent(below(body, 'content'), 'the body', 'request', tell);
  tellTheRest(body, ['required', 'content'], 'the body', tell);
}

/** What no route refers to concerns no client; how to sign in is referred to by its name. */
function compareComponents(root: Both, used: readonly string[], tell: Tell): void {
  const components = below(root, 'components');
  for (const section of namesIn(components)) {
    for (const name of namesIn(below(components, section))) {
      const component = below(components, section, name);
      const pointer = pointerOf(component);
      const isUsed = used.some((one) => one === pointer || one.startsWith(`${pointer}/`));
      if (isUsed || isDeepStrictEqual(component.before.value, component.after.value)) continue;
      const scheme = section === 'securitySchemes';
      const both = component.before.value !== undefined && component.after.value !== undefined;
      if (scheme && both) tell('unjudged', pointer, `how to come with \`${name}\` has changed.`);
      else tell('compatible', pointer, `\`${name}\` has changed, which no route refers to.`);
    }
  }
}
