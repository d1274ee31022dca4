import { isInvocationPermitted } from './lambda-permission';
import type { CognitoAuthorizer, Integration, MethodModel, ParameterSource } from './model';
import { readAuthorization } from './read-authorizers';
import { readMock } from './read-mock';
import type { Properties, TemplateView } from './template-view';

const KNOWN_METHOD = [
  'RestApiId',
  'ResourceId',
  'HttpMethod',
  'AuthorizationType',
  'AuthorizationScopes',
  'AuthorizerId',
  'ApiKeyRequired',
  'Integration',
  'MethodResponses',
  'OperationName',
  'RequestModels',
  'RequestParameters',
  'RequestValidatorId',
];
const KNOWN_LAMBDA = ['Type', 'Uri', 'IntegrationHttpMethod', 'TimeoutInMillis', 'Credentials'];
// Written by the CDK and the console for a Lambda proxy, and ignored by AWS for it.
const WITHOUT_EFFECT_ON_AWS = [
  'PassthroughBehavior',
  'CacheKeyParameters',
  'CacheNamespace',
  'IntegrationResponses',
];
const FUNCTION_ARN = /:lambda:path\/\/?2015-03-31\/functions\/(.+)\/invocations$/;
const PARAMETER = /^method\.request\.(header|querystring|path)\.(.+)$/;

/** What a method needs to know of its surroundings. */
export interface MethodPlace {
  readonly logicalId: string;
  readonly resourcePath: string;
  readonly stageName: string;
  /** Validators by their `Ref`. */
  readonly validators: ReadonlyMap<string, Properties>;
  /** Authorizers by their `Ref`. */
  readonly authorizers: ReadonlyMap<string, CognitoAuthorizer>;
}

/** Reads one method. What cannot be run is named, and what would let requests through wrongly is closed. */
export function readMethod(view: TemplateView, place: MethodPlace, properties: Properties): MethodModel {
  view.complainAboutUnknown(place.logicalId, properties, KNOWN_METHOD);
  const validator = place.validators.get(properties.RequestValidatorId);
  const authorization = readAuthorization(properties, place.authorizers);
  const closed = 'closed' in authorization ? authorization.closed : closedBecause(view, properties);
  return {
    httpMethod: properties.HttpMethod,
    authorization: 'closed' in authorization ? { kind: 'open' } : authorization,
    integration:
      closed === undefined ? readIntegration(view, place, properties) : broken(view, place, closed),
    validatesParameters: validator?.ValidateRequestParameters === true,
    validatesBody: validator?.ValidateRequestBody === true,
    requiredParameters: readRequiredParameters(properties.RequestParameters ?? {}),
    requestModels: properties.RequestModels ?? {},
  };
}

function readIntegration(view: TemplateView, place: MethodPlace, method: Properties): Integration {
  const integration: Properties = method.Integration ?? {};
  switch (integration.Type) {
    case 'AWS_PROXY':
      return readLambdaProxy(view, place, { ...integration, httpMethod: method.HttpMethod });
    case 'MOCK':
      return readMock(view, place.logicalId, integration);
    default:
      return broken(view, place, `integration type ${integration.Type ?? 'none'} is not run`);
  }
}

/** Why requests must not get past the gateway: they would skip a check that AWS makes. */
function closedBecause(view: TemplateView, method: Properties): string | undefined {
  if (method.ApiKeyRequired === true) return 'API keys are not run';
  if (view.api.Properties?.Policy !== undefined) return 'the resource policy of the API is not run';
  return undefined;
}

function readLambdaProxy(view: TemplateView, place: MethodPlace, integration: Properties): Integration {
  const { httpMethod, ...own } = integration;
  view.complainAboutUnknown(place.logicalId, own, [...KNOWN_LAMBDA, ...WITHOUT_EFFECT_ON_AWS]);
  const functionArn = FUNCTION_ARN.exec(String(integration.Uri))?.[1];
  if (functionArn === undefined) return broken(view, place, 'its integration is not a Lambda function');
  // Lambda is invoked by POST whatever the client's method; anything else is a 500 (recorded).
  if (integration.IntegrationHttpMethod !== 'POST') {
    return broken(view, place, 'a Lambda proxy needs IntegrationHttpMethod POST');
  }
  const call = { functionArn, stageName: place.stageName, resourcePath: place.resourcePath, httpMethod };
  // With credentials API Gateway invokes as that role, and the role's policy decides (not checked here).
  if (integration.Credentials === undefined && !isInvocationPermitted(view, call)) {
    return broken(view, place, `no AWS::Lambda::Permission lets this method invoke ${functionArn}`);
  }
  // 29 s unless the integration sets its own (documented).
  return { kind: 'lambda-proxy', functionArn, timeoutMs: Number(integration.TimeoutInMillis ?? 29_000) };
}

function broken(view: TemplateView, place: MethodPlace, reason: string): Integration {
  view.complain(place.logicalId, `${reason}; it answers 500`);
  return { kind: 'broken', reason: `${place.logicalId}: ${reason}` };
}

/** In the order of the sentence that AWS answers: by name of the whole expression (source). */
function readRequiredParameters(parameters: Record<string, unknown>): ParameterSource[] {
  return Object.entries(parameters)
    .filter(([, required]) => required === true || required === 'true')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([expression]) => {
      const parameter = PARAMETER.exec(expression);
      if (!parameter) return [];
      return { location: parameter[1] as ParameterSource['location'], name: parameter[2] ?? '' };
    });
}
