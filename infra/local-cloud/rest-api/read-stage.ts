import type { StageModel, ThrottleSetting } from './model';
import type { Properties, TemplateView } from './template-view';

const KNOWN = [
  'RestApiId',
  'StageName',
  'DeploymentId',
  'Variables',
  'TracingEnabled',
  'MethodSettings',
  'AccessLogSetting',
  'Description',
  'DocumentationVersion',
  'Tags',
];

/**
 * Reads the stage of the API. A second stage is named as unsupported: one server, one stage.
 *
 * @throws Error when the API has no stage, as it could not be called on AWS either.
 */
export function readStage(view: TemplateView): StageModel {
  const [first, ...others] = view.ofType('AWS::ApiGateway::Stage');
  if (!first) {
    throw new Error(
      `The REST API ${view.input.restApiLogicalId} has no AWS::ApiGateway::Stage; add one, or leave deploy on.`,
    );
  }
  for (const [logicalId] of others) view.complain(logicalId, 'a second stage of an API is not served');
  const [logicalId, properties] = first;
  view.complainAboutUnknown(logicalId, properties, KNOWN);
  const variables: Record<string, string> = properties.Variables ?? {};
  return {
    name: properties.StageName,
    deploymentId: properties.DeploymentId,
    variables: Object.keys(variables).length === 0 ? null : variables,
    tracing: properties.TracingEnabled === true,
    throttles: readThrottles(view, logicalId, properties.MethodSettings ?? []),
    accessLogFormat: properties.AccessLogSetting?.Format,
  };
}

function readThrottles(view: TemplateView, logicalId: string, settings: Properties[]): ThrottleSetting[] {
  return settings.flatMap((setting) => {
    if (setting.CachingEnabled === true) view.complain(logicalId, 'responses are not cached');
    const rate = limit(setting.ThrottlingRateLimit);
    const burst = limit(setting.ThrottlingBurstLimit);
    if (rate === undefined && burst === undefined) return [];
    return {
      resourcePath: decodeResourcePath(String(setting.ResourcePath ?? '/*')),
      httpMethod: String(setting.HttpMethod ?? '*'),
      // The other half falls back to the account's quota, 10,000 a second and 5,000 at once (documented).
      rate: rate ?? 10_000,
      burst: burst ?? 5_000,
    };
  });
}

/** A limit in the template; AWS writes -1 for "none". */
function limit(value: unknown): number | undefined {
  const number = Number(value);
  return value === undefined || !Number.isFinite(number) || number < 0 ? undefined : number;
}

/** `/~1items~1{id}` is `/items/{id}`, `/*` every path: slashes inside are escaped (documented). */
function decodeResourcePath(path: string): string {
  if (path === '/*' || path === '*') return '*';
  const decoded = path.replace(/^\//, '').replaceAll('~1', '/');
  return decoded.startsWith('/') ? decoded : `/${decoded}`;
}
