import type { GatewayResponseType } from './gateway-failure';

/** One REST API and its stage, read from a template and checked; never changed afterwards. */
export interface ApiModel {
  readonly apiId: string;
  readonly accountId: string;
  readonly region: string;
  readonly stage: StageModel;
  readonly resources: readonly ResourceModel[];
  readonly gatewayResponses: ReadonlyMap<GatewayResponseType, GatewayResponseModel>;
  /** Media types whose bodies travel as base64, such as `image/*`. */
  readonly binaryMediaTypes: readonly string[];
  /** JSON schemas (draft 4) by model name. */
  readonly schemas: ReadonlyMap<string, object>;
  /** What the template asks for and this gateway does not do, one line each, by logical id. */
  readonly unsupported: readonly string[];
}

export interface StageModel {
  readonly name: string;
  readonly deploymentId: string | undefined;
  readonly variables: Readonly<Record<string, string>> | null;
  readonly tracing: boolean;
  readonly throttles: readonly ThrottleSetting[];
  /** `$context` template of one access log line. */
  readonly accessLogFormat: string | undefined;
}

/** A limit of the stage's method settings; `*` stands for every path or method. */
export interface ThrottleSetting {
  readonly resourcePath: string;
  readonly httpMethod: string;
  /** Requests a second. */
  readonly rate: number;
  /** Requests at once. */
  readonly burst: number;
}

export interface ResourceModel {
  readonly id: string;
  /** `/items/{id}`, the root is `/`. */
  readonly path: string;
  /** By HTTP method, `ANY` included. */
  readonly methods: ReadonlyMap<string, MethodModel>;
}

export interface MethodModel {
  readonly httpMethod: string;
  readonly authorization: Authorization;
  readonly integration: Integration;
  readonly validatesParameters: boolean;
  readonly validatesBody: boolean;
  readonly requiredParameters: readonly ParameterSource[];
  /** Model names by content type; `$default` stands for every other. */
  readonly requestModels: Readonly<Record<string, string>>;
}

/** Who is let in; scopes are those of which an access token needs one, none when the method takes id tokens. */
export type Authorization =
  | { readonly kind: 'open' }
  | {
      readonly kind: 'cognito';
      readonly authorizer: CognitoAuthorizer;
      readonly scopes: readonly string[];
    };

export interface CognitoAuthorizer {
  /** The header that holds the token. */
  readonly header: string;
  readonly userPoolArns: readonly string[];
  /** What the token's `aud` has to match, if anything. */
  readonly audience: RegExp | undefined;
}

/** A place in the client's request. */
export interface ParameterSource {
  readonly location: 'header' | 'querystring' | 'path';
  readonly name: string;
}

export type Integration = LambdaProxyIntegration | MockIntegration | BrokenIntegration;

export interface LambdaProxyIntegration {
  readonly kind: 'lambda-proxy';
  readonly functionArn: string;
  readonly timeoutMs: number;
}

export interface MockIntegration {
  readonly kind: 'mock';
  readonly passthroughBehavior: 'WHEN_NO_MATCH' | 'WHEN_NO_TEMPLATES' | 'NEVER';
  /** Mapping templates by content type; `$default` stands for every other. */
  readonly requestTemplates: Readonly<Record<string, string>>;
  readonly responses: readonly MockResponse[];
}

export interface MockResponse {
  readonly status: number;
  /** Which integration statuses it answers for; undefined for the default response. */
  readonly selection: RegExp | undefined;
  /** Mapping expressions by header name. */
  readonly headers: Readonly<Record<string, string>>;
  /** Mapping templates by content type. */
  readonly templates: Readonly<Record<string, string>>;
}

/** A method that must not be let through; it answers 500 for this reason. */
export interface BrokenIntegration {
  readonly kind: 'broken';
  readonly reason: string;
}

export interface GatewayResponseModel {
  /** Replaces the error's own status. */
  readonly status: number | undefined;
  /** Mapping expressions by header name. */
  readonly headers: Readonly<Record<string, string>>;
  /** Bodies by content type, with simple substitution. */
  readonly templates: Readonly<Record<string, string>>;
}
