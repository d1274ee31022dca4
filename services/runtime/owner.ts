import type { APIGatewayProxyEvent } from 'aws-lambda';

/**
 * Whose data a request may touch: the user who has signed in. It becomes the partition key, so that nothing else can
 * be reached. The gateway has checked the token and hands over its claims; a client cannot write them.
 *
 * @throws when it handed over none: then the route is deployed without its authorizer, and must not answer
 */
export function ownerOf({ requestContext, httpMethod, resource }: APIGatewayProxyEvent): string {
  const { sub, token_use } = requestContext.authorizer?.claims ?? {};
  if (typeof sub === 'string' && sub !== '' && token_use === 'id') return sub;
  throw new Error(
    `${httpMethod} ${resource} takes signed-in users only, and the gateway did not say who it is.`,
  );
}
