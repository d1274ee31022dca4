import type { ApiModel, MethodModel, ResourceModel } from './model';
import { readAuthorizers } from './read-authorizers';
import { readGatewayResponses } from './read-gateway-responses';
import { readMethod } from './read-method';
import { readSchemas } from './read-schemas';
import { readStage } from './read-stage';
import { type Properties, type TemplateInput, TemplateView } from './template-view';

const READ = [
  'RestApi',
  'Stage',
  'Resource',
  'Method',
  'Authorizer',
  'Model',
  'RequestValidator',
  'GatewayResponse',
];
// They describe or administer; a request does not pass through them.
const WITHOUT_EFFECT_ON_REQUESTS = ['Deployment', 'Account', 'DocumentationPart', 'DocumentationVersion'];
const KNOWN_API = [
  'Name',
  'Description',
  'BinaryMediaTypes',
  'EndpointConfiguration',
  'FailOnWarnings',
  'ApiKeySourceType',
  'Tags',
  'Policy',
];

/**
 * Reads one REST API out of a resolved template. Everything that is asked for and not run stands in
 * `unsupported`, by logical id.
 *
 * @throws Error when the API or its stage is missing.
 */
export function readApiModel(input: TemplateInput): ApiModel {
  const view = new TemplateView(input);
  view.complainAboutUnknown(input.restApiLogicalId, view.api.Properties ?? {}, KNOWN_API);
  complainAboutUnreadTypes(view);
  const stage = readStage(view);
  return {
    apiId: view.apiId,
    accountId: input.accountId,
    region: input.region,
    stage,
    resources: readResources(view, stage.name),
    gatewayResponses: readGatewayResponses(view),
    binaryMediaTypes: view.api.Properties?.BinaryMediaTypes ?? [],
    schemas: readSchemas(view),
    unsupported: view.unsupported,
  };
}

function complainAboutUnreadTypes(view: TemplateView): void {
  const known = [...READ, ...WITHOUT_EFFECT_ON_REQUESTS].map((name) => `AWS::ApiGateway::${name}`);
  for (const [logicalId, { Type, Properties: properties }] of Object.entries(view.input.template.Resources)) {
    const foreign = properties?.RestApiId !== undefined && properties.RestApiId !== view.apiId;
    if (Type.startsWith('AWS::ApiGateway::') && !known.includes(Type) && !foreign) {
      view.complain(logicalId, `${Type} is not run`);
    }
  }
}

function readResources(view: TemplateView, stageName: string): ResourceModel[] {
  const paths = readPaths(view);
  const methods = readMethods(view, stageName, paths);
  return [...paths].map(([id, path]) => ({ id, path, methods: methods.get(id) ?? new Map() }));
}

/** The path of every resource by its physical id, the root's included. */
function readPaths(view: TemplateView): Map<string, string> {
  const parts = new Map<string, { parent: string; part: string }>();
  for (const [logicalId, { ParentId, PathPart }] of view.ofType('AWS::ApiGateway::Resource')) {
    parts.set(view.input.physicalIdOf(logicalId), { parent: ParentId, part: PathPart });
  }
  const paths = new Map<string, string>();
  // The root is no resource of the template: it is the one id that is referred to and not declared.
  const pathOf = (id: string): string => {
    const known = parts.get(id);
    return known ? `${pathOf(known.parent)}/${known.part}` : '';
  };
  const referred = view.ofType('AWS::ApiGateway::Method').map(([, { ResourceId }]) => ResourceId as string);
  for (const id of [...parts.keys(), ...referred]) paths.set(id, pathOf(id) || '/');
  return paths;
}

function readMethods(
  view: TemplateView,
  stageName: string,
  paths: ReadonlyMap<string, string>,
): Map<string, Map<string, MethodModel>> {
  const validators = new Map<string, Properties>(
    view
      .ofType('AWS::ApiGateway::RequestValidator')
      .map(([logicalId, properties]) => [view.input.physicalIdOf(logicalId), properties]),
  );
  const authorizers = readAuthorizers(view);
  const byResource = new Map<string, Map<string, MethodModel>>();
  for (const [logicalId, properties] of view.ofType('AWS::ApiGateway::Method')) {
    const id: string = properties.ResourceId;
    const place = { logicalId, stageName, validators, authorizers, resourcePath: paths.get(id) ?? '/' };
    const methods = byResource.get(id) ?? new Map<string, MethodModel>();
    methods.set(properties.HttpMethod, readMethod(view, place, properties));
    byResource.set(id, methods);
  }
  return byResource;
}
