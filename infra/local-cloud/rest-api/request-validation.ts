import Ajv from 'ajv-draft-04';
import { configurationError, type GatewayFailure, invalidBody, missingParameters } from './gateway-failure';
import { headerValue, mediaType } from './headers';
import type { MethodModel, ParameterSource } from './model';
import type { GatewayRequest } from './request';
import type { Route } from './routing';

/** Checks a request as its method's validator asks; returns the failure, or undefined when it fits. */
export type RequestValidation = (request: GatewayRequest, route: Route) => GatewayFailure | undefined;

/**
 * Prepares the validation of parameters and bodies.
 *
 * Models may refer to one another as `https://apigateway.amazonaws.com/restapis/{id}/models/{name}`
 * (documented), so each is known to the compiler under that address. Formats are not asserted (assumption).
 */
export function createValidation(
  apiId: string,
  schemas: ReadonlyMap<string, object>,
): { validate: RequestValidation; unsupported: string[] } {
  // Java knows no `u` flag, and patterns written for it need not compile with it.
  const ajv = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false, logger: false });
  const addressOf = (name: string) => `https://apigateway.amazonaws.com/restapis/${apiId}/models/${name}`;
  for (const [name, schema] of schemas) ajv.addSchema(schema, addressOf(name));
  const unsupported = [...schemas.keys()].flatMap((name) => {
    const problem = compileProblem(ajv, addressOf(name));
    return problem === undefined ? [] : [`model ${name}: ${problem}; methods that use it answer 500`];
  });
  return {
    unsupported,
    validate: (request, route) =>
      missingRequired(request, route) ?? misfit(ajv, addressOf, request, route.method),
  };
}

function compileProblem(ajv: Ajv, address: string): string | undefined {
  try {
    return ajv.getSchema(address) ? undefined : 'cannot be read';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Required parameters must be there and not blank (documented). */
function missingRequired(request: GatewayRequest, route: Route): GatewayFailure | undefined {
  if (!route.method.validatesParameters) return undefined;
  const missing = route.method.requiredParameters.filter(
    (parameter) => !valuesOf(parameter, request, route).some((value) => value.trim() !== ''),
  );
  return missing.length === 0 ? undefined : missingParameters(missing.map(({ name }) => name));
}

function valuesOf({ location, name }: ParameterSource, request: GatewayRequest, route: Route): string[] {
  switch (location) {
    case 'header':
      // Names count as spelt: REST APIs treat header names case-sensitively (documented, "important notes").
      return request.headers.filter(([key]) => key === name).map(([, value]) => value);
    case 'querystring':
      return request.query.filter(([key]) => key === name).map(([, value]) => value);
    case 'path':
      return Object.hasOwn(route.pathParameters, name) ? [route.pathParameters[name] ?? ''] : [];
  }
}

function misfit(
  ajv: Ajv,
  addressOf: (name: string) => string,
  request: GatewayRequest,
  method: MethodModel,
): GatewayFailure | undefined {
  if (!method.validatesBody) return undefined;
  const model = modelFor(request, method);
  // No model for the content type means no validation (documented).
  if (model === undefined) return undefined;
  const problem = compileProblem(ajv, addressOf(model));
  const check = problem === undefined ? ajv.getSchema(addressOf(model)) : undefined;
  if (!check) return configurationError(`model ${model}: ${problem}`);
  const body = parseBody(request.body);
  if (body === undefined) return invalidBody('the body is not JSON');
  return check(body.value) ? undefined : invalidBody(ajv.errorsText(check.errors, { dataVar: 'body' }));
}

function modelFor(request: GatewayRequest, method: MethodModel): string | undefined {
  // A request without Content-Type counts as JSON (source); parameters such as charset do not (assumption).
  const contentType = mediaType(headerValue(request.headers, 'content-type')) ?? 'application/json';
  const match = Object.keys(method.requestModels).find((type) => mediaType(type) === contentType);
  return method.requestModels[match ?? '$default'];
}

/** An empty body counts as `{}` (recorded). */
function parseBody(body: Buffer): { value: unknown } | undefined {
  try {
    return { value: body.length === 0 ? {} : JSON.parse(body.toString('utf8')) };
  } catch {
    return undefined;
  }
}
