import { contextVariable, type MappingScope, resolveMapping } from './parameter-mapping';

// Header names may hold hyphens, context variables and stage variables may not.
const REFERENCE =
  /\$(?:context\.(?<context>\w+(?:\.\w+)*)|stageVariables\.(?<stage>\w+)|(?<request>method\.request\.(?:header|querystring|path)\.[\w-]+))/g;

/**
 * Fills `$context.x`, `$stageVariables.x` and `$method.request.header.x` into a template. Gateway responses
 * and access logs take such variables only; they are not Velocity templates (documented).
 *
 * @param absent what stands in for a variable without a value: a hyphen in access logs (recorded), nothing
 *   in gateway responses (assumption).
 */
export function substitute(template: string, scope: MappingScope, absent: string): string {
  return template.replace(REFERENCE, (...match) => {
    const { context, stage, request } = match.at(-1) as Record<string, string | undefined>;
    const value =
      (context !== undefined && contextVariable(scope.context, context)) ||
      (stage !== undefined && resolveMapping(`stageVariables.${stage}`, scope)) ||
      (request !== undefined && resolveMapping(request, scope));
    return value || absent;
  });
}
