import type { Resource, Template } from '../../../../infra/local-cloud/assembly/template';

export const ACCOUNT = '111122223333';
export const REGION = 'eu-central-1';
export const FUNCTION_ARN = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:Items`;

/** Physical ids differ from logical ones, so that a mix-up shows. */
export const physicalIdOf = (logicalId: string) => `id-${logicalId}`;
export const API_ID = physicalIdOf('Api');

type Properties = Resource['Properties'];

/** A method of the template: a name for the function's integration, or properties of an own one. */
export type MethodSpec = 'function' | Properties;

export interface TemplateSpec {
  /** `{ '/items/{id}': { GET: 'function' } }` */
  routes: Record<string, Record<string, MethodSpec>>;
  stage?: Properties;
  api?: Properties;
  /** More resources; `RestApiId` is added to those of API Gateway. */
  extra?: Record<string, Resource>;
  /** Leaves out the function's permission. */
  withoutPermission?: boolean;
}

/** Integration properties of the function, as a synthesised and resolved template holds them. */
export const functionIntegration = (more: Properties = {}): Properties => ({
  Type: 'AWS_PROXY',
  IntegrationHttpMethod: 'POST',
  Uri: `arn:aws:apigateway:${REGION}:lambda:path/2015-03-31/functions/${FUNCTION_ARN}/invocations`,
  ...more,
});

/** A MOCK integration that answers one status with one body. */
export const mock = (status: number, body: string, more: Properties = {}): Properties => ({
  Integration: {
    Type: 'MOCK',
    RequestTemplates: { 'application/json': `{"statusCode": ${status}}` },
    IntegrationResponses: [{ StatusCode: String(status), ResponseTemplates: { 'application/json': body } }],
    ...more,
  },
});

/** Writes a resolved template by hand. */
export function template(spec: TemplateSpec): Template {
  const resources: Record<string, Resource> = {
    Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'Api', ...spec.api } },
    Stage: {
      Type: 'AWS::ApiGateway::Stage',
      Properties: { RestApiId: API_ID, StageName: 'dev', DeploymentId: 'deployment1', ...spec.stage },
    },
  };
  if (!spec.withoutPermission) resources.Permission = permission(`${API_ID}/*`);
  for (const [path, methods] of Object.entries(spec.routes)) {
    const resourceId = addPath(resources, path);
    for (const [httpMethod, method] of Object.entries(methods)) {
      resources[`${resourceId}${httpMethod}`] = {
        Type: 'AWS::ApiGateway::Method',
        Properties: {
          RestApiId: API_ID,
          ResourceId: resourceId,
          HttpMethod: httpMethod,
          AuthorizationType: 'NONE',
          ...(method === 'function' ? { Integration: functionIntegration() } : method),
        },
      };
    }
  }
  for (const [logicalId, resource] of Object.entries(spec.extra ?? {})) {
    const own = resource.Type.startsWith('AWS::ApiGateway::') ? { RestApiId: API_ID } : {};
    resources[logicalId] = { ...resource, Properties: { ...own, ...resource.Properties } };
  }
  return { Resources: resources, Outputs: {} };
}

export function permission(source: string, more: Properties = {}): Resource {
  return {
    Type: 'AWS::Lambda::Permission',
    Properties: {
      Action: 'lambda:InvokeFunction',
      Principal: 'apigateway.amazonaws.com',
      FunctionName: FUNCTION_ARN,
      SourceArn: `arn:aws:execute-api:${REGION}:${ACCOUNT}:${source}`,
      ...more,
    },
  };
}

/** Declares the resources of a path; returns the physical id of the last. */
function addPath(resources: Record<string, Resource>, path: string): string {
  let parent = 'the-root';
  let logicalId = 'Path';
  for (const part of path.split('/').filter(Boolean)) {
    logicalId += `/${part}`;
    resources[logicalId] = {
      Type: 'AWS::ApiGateway::Resource',
      Properties: { RestApiId: API_ID, ParentId: parent, PathPart: part },
    };
    parent = physicalIdOf(logicalId);
  }
  return parent;
}
