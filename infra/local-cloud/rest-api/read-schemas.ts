import type { TemplateView } from './template-view';

const KNOWN = ['RestApiId', 'Name', 'ContentType', 'Schema', 'Description'];

/**
 * Reads the API's models. A model can be meant by its `Ref` and, in a `$ref` between models, by its name, so
 * each stands under both.
 */
export function readSchemas(view: TemplateView): Map<string, object> {
  const schemas = new Map<string, object>();
  for (const [logicalId, properties] of view.ofType('AWS::ApiGateway::Model')) {
    view.complainAboutUnknown(logicalId, properties, KNOWN);
    const schema = parse(properties.Schema);
    if (schema === undefined) {
      view.complain(logicalId, 'its schema is not a JSON object');
      continue;
    }
    schemas.set(view.input.physicalIdOf(logicalId), schema);
    if (typeof properties.Name === 'string') schemas.set(properties.Name, schema);
  }
  return schemas;
}

/** CloudFormation takes a schema as an object or as JSON text. */
function parse(schema: unknown): object | undefined {
  try {
    const value = typeof schema === 'string' ? JSON.parse(schema) : schema;
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
