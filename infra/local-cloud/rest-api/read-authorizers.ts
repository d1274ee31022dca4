import type { Authorization, CognitoAuthorizer } from './model';
import type { Properties, TemplateView } from './template-view';

const KNOWN = [
  'RestApiId',
  'Name',
  'Type',
  'ProviderARNs',
  'IdentitySource',
  'IdentityValidationExpression',
  // Nothing is cached here: what was let in is looked at again (stricter than a stage with a time to live).
  'AuthorizerResultTtlInSeconds',
];
const HEADER = /^method\.request\.header\.([\w-]+)$/;

/** The authorizers of the API that can be run, by their `Ref`; the others are named. */
export function readAuthorizers(view: TemplateView): ReadonlyMap<string, CognitoAuthorizer> {
  const authorizers = new Map<string, CognitoAuthorizer>();
  for (const [logicalId, properties] of view.ofType('AWS::ApiGateway::Authorizer')) {
    if (properties.Type !== 'COGNITO_USER_POOLS') {
      view.complain(logicalId, `an authorizer of type ${properties.Type ?? 'none'} is not run`);
      continue;
    }
    view.complainAboutUnknown(logicalId, properties, KNOWN);
    const authorizer = readCognito(view, logicalId, properties);
    if (authorizer) authorizers.set(view.input.physicalIdOf(logicalId), authorizer);
  }
  return authorizers;
}

function readCognito(
  view: TemplateView,
  logicalId: string,
  { ProviderARNs, IdentitySource, IdentityValidationExpression: expression }: Properties,
): CognitoAuthorizer | undefined {
  const header = HEADER.exec(IdentitySource ?? '')?.[1];
  if (header === undefined) {
    view.complain(logicalId, `the identity source ${IdentitySource ?? 'none'} is not a header`);
    return undefined;
  }
  const audience = expression === undefined ? undefined : pattern(String(expression));
  if (audience === null) {
    view.complain(logicalId, `the validation expression ${expression} cannot be read`);
    return undefined;
  }
  return { header, userPoolArns: ProviderARNs ?? [], audience };
}

/** Java matches such an expression against the whole of a value (assumption). */
function pattern(expression: string): RegExp | null {
  try {
    return new RegExp(`^(?:${expression})$`);
  } catch {
    return null;
  }
}

/** What a method asks of its callers, or why nobody can be let in. */
export function readAuthorization(
  { AuthorizationType: type = 'NONE', AuthorizerId, AuthorizationScopes }: Properties,
  authorizers: ReadonlyMap<string, CognitoAuthorizer>,
): Authorization | { readonly closed: string } {
  if (type === 'NONE') return { kind: 'open' };
  if (type !== 'COGNITO_USER_POOLS') return { closed: `authorization type ${type} is not run` };
  const authorizer = authorizers.get(AuthorizerId);
  if (!authorizer) return { closed: `its authorizer ${AuthorizerId ?? ''} is not run` };
  return { kind: 'cognito', authorizer, scopes: AuthorizationScopes ?? [] };
}
