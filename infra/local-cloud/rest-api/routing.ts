import type { MethodModel, ResourceModel } from './model';
import { decode } from './query-string';

/** Where a request goes. */
export interface Route {
  readonly resource: ResourceModel;
  readonly method: MethodModel;
  /** Still percent-encoded (recorded). */
  readonly pathParameters: Readonly<Record<string, string>>;
}

export type Router = (httpMethod: string, path: string) => Route | undefined;

/** ANY stands for these seven (source); TRACE, CONNECT and the rest find no method. */
const ANY_METHODS = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'];

interface Node {
  readonly literals: Map<string, Node>;
  readonly parameters: { name: string; node: Node }[];
  readonly greedy: { name: string; resource: ResourceModel }[];
  resource?: ResourceModel;
}

/**
 * Prepares the look-up of routes: literal before `{param}` before `{proxy+}` (source), at every segment, with
 * a way back: when the more literal path has no such method, a wider one that has it answers. AWS does so
 * too: OPTIONS on `/test`, which has only POST, is answered by the OPTIONS of `/{proxy+}` (recorded).
 */
export function createRouter(resources: readonly ResourceModel[]): Router {
  const root = emptyNode();
  for (const resource of resources) insert(root, segmentsOf(resource.path), resource);
  return (httpMethod, path) => find(root, segmentsOf(path), httpMethod);
}

function emptyNode(): Node {
  return { literals: new Map(), parameters: [], greedy: [] };
}

/** Trailing slashes do not count (source); an empty segment inside does (assumption). */
function segmentsOf(path: string): string[] {
  const trimmed = path.replace(/\/+$/, '');
  return trimmed === '' ? [] : trimmed.slice(1).split('/');
}

function insert(root: Node, segments: readonly string[], resource: ResourceModel): void {
  let node = root;
  for (const segment of segments) {
    const parameter = /^\{([^}+]+)(\+?)\}$/.exec(segment);
    if (parameter?.[2] === '+') {
      node.greedy.push({ name: parameter[1] ?? '', resource });
      return;
    }
    node = parameter ? parameterNode(node, parameter[1] ?? '') : literalNode(node, segment);
  }
  node.resource = resource;
}

function parameterNode(parent: Node, name: string): Node {
  const existing = parent.parameters.find((parameter) => parameter.name === name);
  if (existing) return existing.node;
  const node = emptyNode();
  parent.parameters.push({ name, node });
  return node;
}

function literalNode(parent: Node, segment: string): Node {
  const node = parent.literals.get(segment) ?? emptyNode();
  parent.literals.set(segment, node);
  return node;
}

function find(node: Node, segments: readonly string[], httpMethod: string): Route | undefined {
  const [segment, ...rest] = segments;
  if (segment === undefined) return routeTo(node.resource, httpMethod, {});
  // `/%69tems` is `/items`: RFC 3986 calls them equivalent (assumption for AWS). Case counts.
  const literal = node.literals.get(decode(segment));
  const found = literal && find(literal, rest, httpMethod);
  if (found) return found;
  // A parameter is never empty: `/items//x` has no item without an id (assumption).
  for (const { name, node: child } of segment === '' ? [] : node.parameters) {
    const route = find(child, rest, httpMethod);
    if (route) return { ...route, pathParameters: { [name]: segment, ...route.pathParameters } };
  }
  for (const { name, resource } of node.greedy) {
    const route = routeTo(resource, httpMethod, { [name]: segments.join('/') });
    if (route) return route;
  }
  return undefined;
}

function routeTo(
  resource: ResourceModel | undefined,
  httpMethod: string,
  pathParameters: Record<string, string>,
): Route | undefined {
  const method =
    resource?.methods.get(httpMethod) ??
    (ANY_METHODS.includes(httpMethod) ? resource?.methods.get('ANY') : undefined);
  return resource && method ? { resource, method, pathParameters } : undefined;
}
