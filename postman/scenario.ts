import type { Contract, Route } from '../services/contract/contract';

/** A JSON value; its strings may hold `{{variables}}`. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [member: string]: Json };

/** A file of sandbox/, and the values that it finds in `options`. */
export interface Script {
  readonly file: string;
  readonly options: { readonly [name: string]: Json };
}

/** What a step takes from its answer for later steps: a member of the body, a header, or the whole of the body. */
export type Kept = `body.${string}` | `header.${string}` | 'body' | 'location';

/**
 * Who sends a request: the user whose token is in the variable `token`, the one whose is in `otherToken`, nobody,
 * or whomever another token stands for.
 */
export type Sender = 'user' | 'other' | 'nobody' | { readonly token: string };

export interface StepSettings {
  readonly description?: string;
  /** By default the user, where the contract asks for one, and nobody elsewhere. */
  readonly as?: Sender;
  readonly query?: Readonly<Record<string, string | number>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** What to send as JSON, or, instead of it, as the text that it is. */
  readonly body?: { readonly [member: string]: Json };
  readonly text?: string;
  /** Instead of `params`: the whole URL, as a variable that an earlier step has kept. */
  readonly at?: `{{${string}}}`;

  /** The status that has to come. Everything that the contract says of it is checked without being asked for. */
  readonly answers: number | 'documented';
  /** Members of the body, by their path, that have to equal these. */
  readonly shows?: { readonly [path: string]: Json };
  /** Response headers that have to equal these. */
  readonly sends?: Readonly<Record<string, string>>;
  /** The body has to equal the one that an earlier step kept in this variable. */
  readonly same?: string;
  /** JSON pointers to everything that is wrong with the request, and to nothing else. */
  readonly pointsAt?: readonly string[];
  /** Variables for later steps, and what of the answer goes into them. */
  readonly keeps?: Readonly<Record<string, Kept>>;

  /** Runs before the request, and after the checks above. */
  readonly before?: Script;
  readonly after?: Script;
}

/** One request, and what is to come of it. */
export interface Step extends StepSettings {
  readonly name: string;
  /** The contract's route that it exercises, or the method and path that deliberately are none. */
  readonly target:
    | { readonly route: string; readonly params: Readonly<Record<string, string>> }
    | { readonly method: string; readonly path: `/${string}` };
}

export interface Scenario {
  readonly name: string;
  readonly description: string;
  readonly steps: readonly Step[];
}

type ParameterOf<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParameterOf<Rest>
  : never;

type SettingsOf<R extends Route> = StepSettings &
  ([ParameterOf<R['path']>] extends [never]
    ? { readonly params?: undefined }
    :
        | { readonly params: Readonly<Record<ParameterOf<R['path']>, string>>; readonly at?: undefined }
        | { readonly params?: undefined; readonly at: `{{${string}}}` });

type StepsOf<C extends Contract> = {
  readonly [N in keyof C['routes']]: (name: string, settings: SettingsOf<C['routes'][N]>) => Step;
};

/** A function for each route of a contract that describes one request to it. */
export function stepsOf<C extends Contract>(contract: C): StepsOf<C> {
  const step =
    (route: string) =>
    (
      name: string,
      { params = {}, ...settings }: StepSettings & { params?: Record<string, string> },
    ): Step => ({
      name,
      target: { route, params },
      ...settings,
    });
  return Object.fromEntries(Object.keys(contract.routes).map((route) => [route, step(route)])) as StepsOf<C>;
}

/** A request that is meant for no route: a path or a method that is not there. */
export function offRoute(request: `${string} /${string}`, name: string, settings: StepSettings): Step {
  const [method = '', path = ''] = request.split(' ');
  return { name, target: { method, path: path as `/${string}` }, ...settings };
}

export function scenario(name: string, description: string, steps: readonly Step[]): Scenario {
  return { name, description, steps };
}

export function script(file: string, options: Script['options'] = {}): Script {
  return { file, options };
}
