import { isMappingExpression } from './parameter-mapping';
import type { Properties, TemplateView } from './template-view';

/**
 * The response headers that ResponseParameters map, by name; what is no header or cannot be mapped is named.
 *
 * @param prefix what the names of headers begin with: `method.response.header.`, say
 */
export function readMappedHeaders(
  view: TemplateView,
  logicalId: string,
  properties: Properties,
  prefix: string,
): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [target, expression] of Object.entries(properties.ResponseParameters ?? {})) {
    if (target.startsWith(prefix) && isMappingExpression(expression)) {
      headers[target.slice(prefix.length)] = expression;
    } else {
      view.complain(logicalId, `response parameter ${target} = ${String(expression)} is not mapped`);
    }
  }
  return headers;
}
