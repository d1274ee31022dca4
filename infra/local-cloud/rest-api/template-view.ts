import type { Resource, Template } from '../assembly/template';

/** What it takes to find one REST API in a resolved template. */
export interface TemplateInput {
  readonly template: Template;
  readonly restApiLogicalId: string;
  /** The physical id that `Ref` of a resource has become in the resolved template. */
  readonly physicalIdOf: (logicalId: string) => string;
  readonly accountId: string;
  readonly region: string;
}

// CloudFormation properties have no common type; each reader narrows the few it uses.
// biome-ignore lint/suspicious/noExplicitAny: see above
export type Properties = Readonly<Record<string, any>>;

/** The part of a template that belongs to one REST API, and a list of what in it cannot be run. */
export class TemplateView {
  readonly apiId: string;
  readonly api: Resource;
  readonly input: TemplateInput;
  readonly unsupported: string[] = [];

  /** @throws Error when the template has no REST API of that logical id. */
  constructor(input: TemplateInput) {
    const api = input.template.Resources[input.restApiLogicalId];
    if (api?.Type !== 'AWS::ApiGateway::RestApi') {
      throw new Error(
        `${input.restApiLogicalId} is not an AWS::ApiGateway::RestApi of this template; pass the logical id of one.`,
      );
    }
    this.input = input;
    this.api = api;
    this.apiId = input.physicalIdOf(input.restApiLogicalId);
  }

  /** The resources of one type that belong to this API, by logical id. */
  ofType(type: string): [logicalId: string, properties: Properties][] {
    return Object.entries(this.input.template.Resources)
      .filter(([, resource]) => resource.Type === type && resource.Properties?.RestApiId === this.apiId)
      .map(([logicalId, resource]) => [logicalId, resource.Properties]);
  }

  /** Notes something that the template asks for and this gateway does not do. */
  complain(logicalId: string, what: string): void {
    this.unsupported.push(`${logicalId}: ${what}`);
  }

  /** Reads an HTTP status; something else is named and left out. */
  readStatus(logicalId: string, value: unknown): number | undefined {
    if (value === undefined) return undefined;
    const status = Number(value);
    if (Number.isInteger(status) && status >= 200 && status < 600) return status;
    this.complain(logicalId, `status ${String(value)} is no HTTP status`);
    return undefined;
  }

  /** Notes every property that the reader of this resource does not know. */
  complainAboutUnknown(logicalId: string, properties: Properties, known: readonly string[]): void {
    for (const name of Object.keys(properties)) {
      if (!known.includes(name)) this.complain(logicalId, `property ${name} has no effect here`);
    }
  }
}
