import * as z from 'zod/mini';
import { type Contract, pathParameters, type Route } from '../../services/contract/contract';
import { type Json, offRoute, type Scenario, type Step, scenario, script } from '../scenario';

const anyId = '{{$guid}}';

/** A method that each path does not take, and the question a browser asks before it sends one that it does. */
export function methodScenario(contracts: readonly Contract[]): Scenario {
  const routes = contracts.flatMap((contract) => Object.values(contract.routes));
  const paths = [...new Set(routes.map(({ path }) => path))];
  const steps = paths.flatMap((path): Step[] => {
    const taken = routes.filter((route) => route.path === path);
    const refused = ['PUT', 'POST', 'DELETE', 'PATCH'].filter(
      (method) => !taken.some((route) => route.method === method),
    );
    const concrete = path.replaceAll(/\{\w+\}/g, anyId) as `/${string}`;
    const asked = taken.at(-1)?.method ?? 'GET';
    return [
      ...refused
        .slice(0, 2)
        .map((method) =>
          offRoute(`${method} ${concrete}`, `${method} ${path} is not allowed`, { answers: 405 }),
        ),
      offRoute(`OPTIONS ${concrete}`, `A browser asks whether it may ${asked} ${path}`, {
        headers: {
          Origin: '{{origin}}',
          'Access-Control-Request-Method': asked,
          'Access-Control-Request-Headers': 'content-type',
        },
        answers: 204,
      }),
    ];
  });
  return scenario(
    'Methods of every path',
    'Made from the contract: Allow and Access-Control-Allow-Methods name what a path takes, and nothing else.',
    steps,
  );
}

/** A request for each route that no scenario exercises: what comes back has to be documented, whatever it is. */
export function untestedScenario(
  contracts: readonly Contract[],
  scenarios: readonly Scenario[],
): Scenario | undefined {
  const tested = new Set(
    scenarios.flatMap(({ steps }) => steps.map(({ target }) => ('route' in target ? target.route : ''))),
  );
  const steps = contracts.flatMap(({ service, routes }) =>
    Object.entries(routes)
      .filter(([name]) => !tested.has(name))
      .map(([name, route]) => untested(service, name, route)),
  );
  if (steps.length === 0) return undefined;
  const description =
    'Made from the contract, until someone writes a scenario: the answer has to be a documented one.';
  return scenario('Routes without a scenario', description, steps);
}

function untested(service: string, name: string, route: Route): Step {
  return {
    name: `${service}: ${name}`,
    target: {
      route: name,
      params: Object.fromEntries(pathParameters(route.path).map((key) => [key, anyId])),
    },
    headers: Object.fromEntries(requiredHeaders(route).map((header) => [header, '"1"'])),
    ...(route.body && { body: route.body.example as { [member: string]: Json } }),
    answers: 'documented',
  };
}

function requiredHeaders({ headers }: Route): string[] {
  return Object.entries(headers?.shape ?? {}).flatMap(([name, schema]) =>
    z.safeParse(schema, undefined).success ? [] : [name],
  );
}

/** Deletes what the run has created, one request after another, whether the run went well or not. */
export const cleanUp: Scenario = scenario(
  'Clean up',
  'Deletes everything that this run has created, and nothing else.',
  [
    {
      name: 'Delete what is left',
      description: 'Comes back to itself until nothing is left.',
      target: { method: 'DELETE', path: '/' },
      at: '{{toDelete}}',
      answers: 'documented',
      before: script('next-to-delete'),
      after: script('delete-until-done'),
    },
  ],
);
