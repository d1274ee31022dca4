import { ResponseType, type RestApi } from 'aws-cdk-lib/aws-apigateway';
import { problem, problemMediaType } from '../../services/runtime/problem';
import { corsHeaders, headersOfStatus, securityHeaders } from '../../services/runtime/response-headers';

const signInFirst =
  'Sign in, and send your id token as a bearer token: there is none, or it is not valid here (any more).';
const ours = 'The request was fine, the service behind it was not. Try again later.';

/**
 * What the gateway itself can answer. Each type has an entry of its own, as a response template can hold
 * only one status; the two defaults catch what AWS may add. None quotes the gateway's own message: it may
 * echo an Authorization header.
 */
const answers: ReadonlyArray<readonly [ResponseType, number, string]> = [
  [ResponseType.ACCESS_DENIED, 403, 'You may not do this.'],
  [ResponseType.API_CONFIGURATION_ERROR, 500, ours],
  [ResponseType.AUTHORIZER_CONFIGURATION_ERROR, 500, ours],
  [ResponseType.AUTHORIZER_FAILURE, 500, ours],
  [ResponseType.BAD_REQUEST_BODY, 400, 'The body is not a JSON object.'],
  [ResponseType.BAD_REQUEST_PARAMETERS, 400, 'A required parameter is missing.'],
  [ResponseType.DEFAULT_4XX, 400, 'The request could not be understood.'],
  [ResponseType.DEFAULT_5XX, 500, ours],
  // Its default is 403; to a client it is one more token that does not let it in.
  [ResponseType.EXPIRED_TOKEN, 401, signInFirst],
  [ResponseType.INTEGRATION_FAILURE, 502, ours],
  [ResponseType.INTEGRATION_TIMEOUT, 504, 'The service behind the gateway did not answer in time.'],
  [ResponseType.INVALID_API_KEY, 403, 'The API key is not valid.'],
  [ResponseType.INVALID_SIGNATURE, 403, 'The signature is not valid.'],
  [ResponseType.MISSING_AUTHENTICATION_TOKEN, 404, 'There is no route by this path and method.'],
  [ResponseType.QUOTA_EXCEEDED, 429, 'The quota is used up.'],
  [ResponseType.REQUEST_TOO_LARGE, 413, 'The request is larger than the gateway takes.'],
  [ResponseType.RESOURCE_NOT_FOUND, 404, 'There is no route by this path.'],
  [ResponseType.THROTTLED, 429, 'Too many requests at once. Wait a moment and try again.'],
  [ResponseType.UNAUTHORIZED, 401, signInFirst],
  [ResponseType.UNSUPPORTED_MEDIA_TYPE, 415, 'There is no route that takes this media type here.'],
  [ResponseType.WAF_FILTERED, 403, 'The request was refused by a firewall rule.'],
];

/** Gives the gateway's own errors the shape and the headers of every other error. */
export function addGatewayResponses(api: RestApi, origin: string): void {
  // The content type is set as a header: a template is chosen by the client's Accept, and all clients take JSON.
  const common = { ...securityHeaders, ...corsHeaders(origin), 'Content-Type': problemMediaType };
  for (const [type, status, detail] of answers) {
    const headers = Object.entries({ ...common, ...headersOfStatus[status] });
    api.addGatewayResponse(type.responseType, {
      type,
      statusCode: String(status),
      responseHeaders: Object.fromEntries(headers.map(([name, value]) => [name, `'${value}'`])),
      templates: { 'application/json': JSON.stringify(problem(status, detail, '$context.requestId')) },
    });
  }
}
