import { type Contract, pathParameters, problemsOf, type Route } from '../../services/contract/contract';
import type { Step } from '../scenario';
import { authOf } from './auth';
import { checksOf } from './checks';
import type { Item, KeyValue, Request, Url } from './format';
import { event, linesOf } from './sandbox-script';
import { stableId } from './stable-id';

/** One step as an item of the collection. */
export function itemOf(step: Step, contracts: readonly Contract[]): Item {
  const route = routeOf(step, contracts);
  const { name, before, after } = step;
  return {
    id: stableId('item', name),
    name,
    event: [
      ...(before ? [event('prerequest', linesOf(before))] : []),
      event('test', [...checksOf(step), ...(after ? ['', ...linesOf(after)] : [])]),
    ],
    request: requestOf(step, route),
  };
}

function routeOf(step: Step, contracts: readonly Contract[]): Route | undefined {
  if (!('route' in step.target)) return undefined;
  const { route: name } = step.target;
  const route = contracts.map(({ routes }) => routes[name]).find(Boolean);
  if (!route) throw new Error(`"${step.name}" is for the route ${name}, which no contract has.`);
  if (
    step.answers !== 'documented' &&
    ![...Object.keys(route.answers).map(Number), ...problemsOf(route)].includes(step.answers)
  ) {
    throw new Error(`"${step.name}" expects ${step.answers}, which the route ${name} does not document.`);
  }
  return route;
}

function requestOf(step: Step, route: Route | undefined): Request {
  const { body, description } = step;
  const method = 'route' in step.target ? (route?.method ?? '') : step.target.method;
  const text = step.text ?? (body && JSON.stringify(body, null, 2));
  const [contentType = 'application/json'] = route?.body?.contentTypes ?? [];
  const headers: Record<string, string> = {
    ...(text !== undefined && { 'Content-Type': contentType }),
    ...step.headers,
  };
  const auth = authOf(step.as ?? (route && !route.public ? 'user' : 'nobody'));
  return {
    method,
    ...(auth && { auth }),
    description: [description, route?.summary && `${route.summary}.`, route?.description]
      .filter(Boolean)
      .join('\n\n'),
    header: Object.entries(headers).map(([key, value]) => ({ key, value })),
    url: step.at ?? urlOf(step, route),
    ...(text !== undefined && { body: { mode: 'raw', raw: text, options: { raw: { language: 'json' } } } }),
  };
}

function urlOf(step: Step, route: Route | undefined): Url {
  const template = 'route' in step.target ? (route?.path ?? '') : step.target.path;
  const given: Readonly<Record<string, string>> = 'route' in step.target ? step.target.params : {};
  const variables = pathParameters(template).map((name): KeyValue => {
    const value = given[name];
    if (value === undefined) throw new Error(`"${step.name}" gives no value for {${name}} in ${template}.`);
    return { key: name, value };
  });
  const path = template.replaceAll(/\{(\w+)\}/g, ':$1');
  const query = Object.entries(step.query ?? {}).map(([key, value]) => ({ key, value: String(value) }));
  const search = query.length > 0 ? `?${query.map(({ key, value }) => `${key}=${value}`).join('&')}` : '';
  return {
    raw: `{{baseUrl}}${path}${search}`,
    host: ['{{baseUrl}}'],
    path: path.slice(1).split('/'),
    ...(query.length > 0 && { query }),
    ...(variables.length > 0 && { variable: variables }),
  };
}
