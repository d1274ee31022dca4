import { parse } from 'velocityjs';
import type { Integration, MockIntegration, MockResponse } from './model';
import { readMappedHeaders } from './read-mapped-headers';
import type { Properties, TemplateView } from './template-view';

const KNOWN = ['Type', 'PassthroughBehavior', 'RequestTemplates', 'IntegrationResponses', 'TimeoutInMillis'];
// Written by tools for every integration, and without a meaning for a mock.
const WITHOUT_EFFECT_ON_AWS = ['IntegrationHttpMethod', 'CacheKeyParameters', 'CacheNamespace'];
const KNOWN_RESPONSE = ['StatusCode', 'SelectionPattern', 'ResponseParameters', 'ResponseTemplates'];
const PASSTHROUGH = ['WHEN_NO_MATCH', 'WHEN_NO_TEMPLATES', 'NEVER'];
const HEADER = 'method.response.header.';

/** Reads a MOCK integration; one with a template that cannot be parsed is broken, and named. */
export function readMock(view: TemplateView, logicalId: string, properties: Properties): Integration {
  view.complainAboutUnknown(logicalId, properties, [...KNOWN, ...WITHOUT_EFFECT_ON_AWS]);
  try {
    const requestTemplates: Record<string, string> = properties.RequestTemplates ?? {};
    Object.values(requestTemplates).forEach(checkTemplate);
    const responses: Properties[] = properties.IntegrationResponses ?? [];
    return {
      kind: 'mock',
      passthroughBehavior: readPassthrough(properties.PassthroughBehavior),
      requestTemplates,
      responses: responses.map((response) => readResponse(view, logicalId, response)),
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    view.complain(logicalId, `${reason}; it answers 500`);
    return { kind: 'broken', reason: `${logicalId}: ${reason}` };
  }
}

/** WHEN_NO_MATCH is what CloudFormation leaves when the property is absent (documented). */
function readPassthrough(value: unknown): MockIntegration['passthroughBehavior'] {
  if (value === undefined) return 'WHEN_NO_MATCH';
  if (PASSTHROUGH.includes(String(value))) return value as MockIntegration['passthroughBehavior'];
  throw new Error(`passthrough behaviour ${String(value)} is unknown`);
}

function readResponse(view: TemplateView, logicalId: string, properties: Properties): MockResponse {
  view.complainAboutUnknown(logicalId, properties, KNOWN_RESPONSE);
  const templates: Record<string, string> = properties.ResponseTemplates ?? {};
  Object.values(templates).forEach(checkTemplate);
  return {
    status: view.readStatus(logicalId, properties.StatusCode) ?? 200,
    selection: readSelection(properties.SelectionPattern),
    headers: readMappedHeaders(view, logicalId, properties, HEADER),
    templates,
  };
}

/** The pattern must match the whole status, as Java's `matches` does (assumption). */
function readSelection(pattern: unknown): RegExp | undefined {
  return pattern === undefined || pattern === '' ? undefined : new RegExp(`^(?:${String(pattern)})$`);
}

function checkTemplate(template: string): void {
  try {
    parse(template);
  } catch (error) {
    const detail = error instanceof Error ? error.message.split('\n')[0] : '';
    throw new Error(`a mapping template is not valid Velocity (${detail})`, { cause: error });
  }
}
