import { Validations } from 'aws-cdk-lib';
import {
  AuthorizationType,
  type IResource,
  type Method,
  MockIntegration,
  PassthroughBehavior,
} from 'aws-cdk-lib/aws-apigateway';
import { problem, problemMediaType } from '../../services/runtime/problem';
import { corsHeaders, securityHeaders } from '../../services/runtime/response-headers';

/**
 * A mock integration is asked what to answer by a template chosen by the request's content type; a type
 * that is not listed is answered 415 (PassthroughBehavior.NEVER). With any other behaviour such a body
 * would be taken for the template itself and answered 500.
 */
const contentTypes = [
  'application/json',
  'application/merge-patch+json',
  'application/octet-stream',
  'application/x-www-form-urlencoded',
  'application/xml',
  'multipart/form-data',
  'text/html',
  'text/plain',
  'text/xml',
];

const requestId = '$context.requestId';

/** Tells a browser that the website of `origin` may use the methods of a resource. */
export function addPreflight(resource: IResource, methods: readonly string[], origin: string): void {
  addMock(resource, 'OPTIONS', 204, {
    ...securityHeaders,
    ...corsHeaders(origin),
    'Access-Control-Allow-Methods': allowed(methods),
    'Access-Control-Allow-Headers': 'Authorization,Content-Type,Idempotency-Key,If-Match,If-None-Match',
    'Access-Control-Max-Age': '7200',
  });
}

/** 405 for every method that a resource does not have, naming those it has (RFC 9110, 15.5.6). */
export function addMethodNotAllowed(resource: IResource, methods: readonly string[], origin: string): void {
  const answer = problem(405, `This path takes ${allowed(methods)}.`, requestId);
  addMock(resource, 'ANY', 405, { ...errorHeaders(origin), Allow: allowed(methods) }, JSON.stringify(answer));
}

/** 404 for a path that is no route. */
export function addNotFound(resource: IResource, origin: string): void {
  const answer = problem(404, 'There is no route by this path.', requestId);
  addMock(resource, 'ANY', 404, errorHeaders(origin), JSON.stringify(answer));
}

function errorHeaders(origin: string) {
  return { ...securityHeaders, ...corsHeaders(origin), 'Content-Type': problemMediaType };
}

function allowed(methods: readonly string[]): string {
  return [...methods, 'OPTIONS'].join(', ');
}

function addMock(
  resource: IResource,
  method: string,
  status: number,
  headers: Readonly<Record<string, string>>,
  body = '',
): void {
  const statusCode = String(status);
  const named = Object.entries(headers).map(
    ([name, value]) => [`method.response.header.${name}`, value] as const,
  );
  const integration = new MockIntegration({
    passthroughBehavior: PassthroughBehavior.NEVER,
    requestTemplates: Object.fromEntries(
      contentTypes.map((type) => [type, JSON.stringify({ statusCode: status })]),
    ),
    integrationResponses: [
      {
        statusCode,
        responseParameters: Object.fromEntries(named.map(([name, value]) => [name, `'${value}'`])),
        responseTemplates: { 'application/json': body },
      },
    ],
  });
  const added = resource.addMethod(method, integration, {
    authorizationType: AuthorizationType.NONE,
    methodResponses: [
      { statusCode, responseParameters: Object.fromEntries(named.map(([name]) => [name, true])) },
    ],
  });
  acknowledgeOpen(added, 'There is nothing behind it: the gateway answers by itself, the same to everybody.');
}

/** Says to the AwsSolutions rules why a method asks nobody to sign in. */
export function acknowledgeOpen(method: Method, reason: string): void {
  for (const id of ['AwsSolutions-APIG4', 'AwsSolutions-COG4'])
    Validations.of(method).acknowledge({ id, reason });
}
