import * as z from 'zod/mini';
import { type Contract, pathParameters, type Route } from '../../services/contract/contract';
import { type Json, offRoute, type Scenario, type Sender, type Step, scenario, script } from '../scenario';

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
    const asked = taken.at(-1);
    return [
      ...refused.slice(0, 2).map((method, index) =>
        offRoute(`${method} ${concrete}`, `${method} ${path} is not allowed`, {
          as: index === 0 ? 'nobody' : 'user',
          answers: 405,
        }),
      ),
      offRoute(`OPTIONS ${concrete}`, `A browser asks whether it may ${asked?.method} ${path}`, {
        headers: {
          Origin: '{{origin}}',
          'Access-Control-Request-Method': asked?.method ?? '',
          'Access-Control-Request-Headers': asked?.public ? 'content-type' : 'authorization,content-type',
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

/** Every route without a token, and with what is none. */
export function signInScenario(contracts: readonly Contract[]): Scenario {
  const steps = contracts.flatMap(({ service, routes }) =>
    Object.entries(routes).flatMap(([name, route]) => {
      const ask = (how: string, as: Sender): Step => ({
        ...example(`${service}: ${name} ${how}`, name, route),
        as,
        answers: route.public ? 'documented' : 401,
      });
      return [ask('without a token', 'nobody'), ask('with what is no token', { token: 'no-token' })];
    }),
  );
  return scenario(
    'Signed in or not',
    'Made from the contract: what is public answers everybody, and everything else only who is signed in.',
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
      .map(([name, route]) => example(`${service}: ${name}`, name, route)),
  );
  if (steps.length === 0) return undefined;
  const description =
    'Made from the contract, until someone writes a scenario: the answer has to be a documented one.';
  return scenario('Routes without a scenario', description, steps);
}

/** A request that lacks nothing that the contract asks for. */
function example(name: string, routeName: string, route: Route): Step {
  return {
    name,
    target: {
      route: routeName,
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
  [deleteAll('Delete what is left', 'user'), deleteAll('Delete what is left of the other user', 'other')],
);

function deleteAll(name: string, as: 'user' | 'other'): Step {
  return offRoute('DELETE /', name, {
    description: 'Comes back to itself until nothing is left. 404 says that something was gone already.',
    as,
    at: '{{toDelete}}',
    answers: 204,
    before: script('next-to-delete', { as }),
    after: script('delete-until-done', { as }),
  });
}
