/**
 * The gateway response types and their default statuses (documented, "Gateway response types"). The two
 * defaults have no status of their own: they stand in for every type that a template leaves out.
 */
export const DEFAULT_STATUSES = {
  ACCESS_DENIED: 403,
  API_CONFIGURATION_ERROR: 500,
  AUTHORIZER_CONFIGURATION_ERROR: 500,
  AUTHORIZER_FAILURE: 500,
  BAD_REQUEST_BODY: 400,
  BAD_REQUEST_PARAMETERS: 400,
  DEFAULT_4XX: 400,
  DEFAULT_5XX: 500,
  EXPIRED_TOKEN: 403,
  INTEGRATION_FAILURE: 504,
  INTEGRATION_TIMEOUT: 504,
  INVALID_API_KEY: 403,
  INVALID_SIGNATURE: 403,
  MISSING_AUTHENTICATION_TOKEN: 403,
  QUOTA_EXCEEDED: 429,
  REQUEST_TOO_LARGE: 413,
  RESOURCE_NOT_FOUND: 404,
  THROTTLED: 429,
  UNAUTHORIZED: 401,
  UNSUPPORTED_MEDIA_TYPE: 415,
  WAF_FILTERED: 403,
} as const;

/** A type under which a template can shape one kind of gateway error. */
export type GatewayResponseType = keyof typeof DEFAULT_STATUSES;

/** What the client and the developer are told about a failure. */
export interface FailureDetails {
  /** `$context.error.message`, the text AWS sends. */
  readonly message: string;
  /** The value of `x-amzn-ErrorType`. */
  readonly errorType: string;
  /** The status, where AWS answers another than the type's default. */
  readonly status?: number;
  /** `$context.error.validationErrorString`. */
  readonly validationError?: string;
  /** For the developer's console only, never sent to the client. */
  readonly reason?: string;
}

/** The gateway itself answers, through the gateway response of this type. */
export class GatewayFailure extends Error {
  readonly type: GatewayResponseType;
  readonly status: number;
  readonly details: FailureDetails;

  constructor(type: GatewayResponseType, details: FailureDetails) {
    super(details.reason ?? details.message);
    this.name = 'GatewayFailure';
    this.type = type;
    this.status = details.status ?? DEFAULT_STATUSES[type];
    this.details = details;
  }
}

const INTERNAL = { message: 'Internal server error', errorType: 'InternalServerErrorException' } as const;

/** Unknown path, or a method that this path does not have (recorded). */
export function missingAuthenticationToken(): GatewayFailure {
  // With an Authorization header AWS tries to read a signature and answers 403 DEFAULT_4XX with an
  // IncompleteSignatureException that quotes the header (recorded in public access logs). Not copied: an
  // unknown route answers the same here whether or not a token was sent.
  return new GatewayFailure('MISSING_AUTHENTICATION_TOKEN', {
    message: 'Missing Authentication Token',
    errorType: 'MissingAuthenticationTokenException',
  });
}

/** No token, or one that is not valid here (recorded). `reason` never holds the token. */
export function unauthorized(reason: string): GatewayFailure {
  return new GatewayFailure('UNAUTHORIZED', {
    message: 'Unauthorized',
    errorType: 'UnauthorizedException',
    reason,
  });
}

/**
 * A good token whose time is over: 401, not the 403 of EXPIRED_TOKEN, which is for requests signed with AWS keys
 * (status and message recorded in public questions; that its type is UNAUTHORIZED, an assumption).
 */
export function expiredToken(): GatewayFailure {
  return new GatewayFailure('UNAUTHORIZED', {
    message: 'The incoming token has expired',
    errorType: 'UnauthorizedException',
  });
}

/** The authorizer itself cannot work (type and status documented, message assumption). */
export function authorizerMisconfigured(reason: string): GatewayFailure {
  return new GatewayFailure('AUTHORIZER_CONFIGURATION_ERROR', { ...INTERNAL, reason });
}

/** Required parameters are missing or blank; names in the order of the message (recorded). */
export function missingParameters(names: readonly string[]): GatewayFailure {
  return new GatewayFailure('BAD_REQUEST_PARAMETERS', {
    message: `Missing required request parameters: [${names.join(', ')}]`,
    errorType: 'BadRequestException',
  });
}

/** The body does not fit the method's model (recorded). `why` is the validator's list of errors. */
export function invalidBody(why: string): GatewayFailure {
  return new GatewayFailure('BAD_REQUEST_BODY', {
    message: 'Invalid request body',
    errorType: 'BadRequestException',
    validationError: why,
  });
}

/** No mapping template fits the request's content type (type and status documented, error name source). */
export function unsupportedMediaType(): GatewayFailure {
  return new GatewayFailure('UNSUPPORTED_MEDIA_TYPE', {
    message: 'Unsupported Media Type',
    errorType: 'BadRequestException',
  });
}

/** Over a size limit: 10 MB at the gateway, 6 MB to Lambda, 10,240 bytes of headers (text and name: assumption). */
export function requestTooLarge(reason: string): GatewayFailure {
  return new GatewayFailure('REQUEST_TOO_LARGE', {
    message: 'Request Too Long',
    errorType: 'RequestEntityTooLargeException',
    reason,
  });
}

/** The stage's or the method's rate is used up (name source, text assumption). */
export function throttled(): GatewayFailure {
  return new GatewayFailure('THROTTLED', {
    message: 'Too Many Requests',
    errorType: 'TooManyRequestsException',
  });
}

/**
 * A request that is not proper HTTP. Public access logs show such a 400 under DEFAULT_4XX (recorded); the
 * message is an assumption.
 */
export function malformedRequest(reason: string): GatewayFailure {
  return new GatewayFailure('DEFAULT_4XX', {
    message: 'Bad Request',
    errorType: 'BadRequestException',
    status: 400,
    reason,
  });
}

/** The function did not answer within the integration's time (documented; text assumption). */
export function integrationTimeout(milliseconds: number): GatewayFailure {
  return new GatewayFailure('INTEGRATION_TIMEOUT', {
    message: 'Endpoint request timed out',
    errorType: 'InternalServerErrorException',
    reason: `the function did not answer within ${milliseconds} ms`,
  });
}

/**
 * The function threw, timed out or died: 502 although the type's own default is 504. Public access logs of
 * deployed APIs show `INTEGRATION_FAILURE` with status 502 and "Lambda Customer Function Error" (recorded),
 * and DEFAULT_5XX shaping that answer, still 502, where a template leaves the type out (recorded).
 */
export function functionFailed(reason: string): GatewayFailure {
  return new GatewayFailure('INTEGRATION_FAILURE', { ...INTERNAL, status: 502, reason });
}

/**
 * The function answered something the gateway cannot read: 502 (recorded). The type is an assumption: AWS
 * logs "Execution failed due to configuration error: Malformed Lambda proxy response", and the one error
 * with that opening whose type is recorded is an API_CONFIGURATION_ERROR.
 */
export function malformedAnswer(reason: string): GatewayFailure {
  return new GatewayFailure('API_CONFIGURATION_ERROR', {
    ...INTERNAL,
    status: 502,
    reason: `malformed Lambda proxy response: ${reason}`,
  });
}

/** The API cannot run this method, for example without the right to invoke the function (recorded: 500). */
export function configurationError(reason: string): GatewayFailure {
  return new GatewayFailure('API_CONFIGURATION_ERROR', { ...INTERNAL, reason });
}
