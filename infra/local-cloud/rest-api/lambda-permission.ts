import type { TemplateView } from './template-view';

/**
 * Whether the template lets this API invoke a function for one method, by an `AWS::Lambda::Permission`.
 * Without it AWS answers 500 and never invokes the function (recorded).
 */
export function isInvocationPermitted(
  view: TemplateView,
  call: { functionArn: string; stageName: string; httpMethod: string; resourcePath: string },
): boolean {
  const source = sourceArn(view, call);
  return Object.values(view.input.template.Resources).some(({ Type, Properties: permission }) => {
    if (Type !== 'AWS::Lambda::Permission' || permission.Principal !== 'apigateway.amazonaws.com')
      return false;
    if (permission.Action !== 'lambda:InvokeFunction' && permission.Action !== 'lambda:*') return false;
    if (!namesFunction(String(permission.FunctionName), call.functionArn)) return false;
    if (permission.SourceAccount !== undefined && permission.SourceAccount !== view.input.accountId)
      return false;
    return permission.SourceArn === undefined || arnPattern(String(permission.SourceArn)).test(source);
  });
}

/**
 * The ARN that API Gateway presents: path parameters and ANY appear as `*` (assumption, from the permissions
 * that the CDK and the console write, which must match it).
 */
function sourceArn(
  view: TemplateView,
  call: { stageName: string; httpMethod: string; resourcePath: string },
): string {
  const { region, accountId } = view.input;
  const method = call.httpMethod === 'ANY' ? '*' : call.httpMethod;
  const path = call.resourcePath.replace(/\{[^}]*\}/g, '*');
  return `arn:aws:execute-api:${region}:${accountId}:${view.apiId}/${call.stageName}/${method}${path}`;
}

/** A permission may name its function by ARN or by bare name. */
function namesFunction(functionName: string, functionArn: string): boolean {
  return functionName === functionArn || functionArn.split(':')[6] === functionName;
}

function arnPattern(arn: string): RegExp {
  const escaped = arn.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`);
}
