import { randomUUID } from 'node:crypto';
import type { Answer } from '../../rest-api/answer';
import { mediaType } from '../../rest-api/headers';
import { answerWith } from '../http/answers';
import type { Call, Endpoint } from '../http/endpoint';
import type { RunningPools } from '../pool/running-pool';
import { notAuthorized, ServiceError } from '../pool/service-error';
import { administratorOperations } from './administrator';
import { listUsers } from './list-users';
import type { Operation } from './operation';
import { poolOperations } from './pools';
import { signInOperations } from './sign-in';
import { signUpOperations } from './sign-up';

const operations = new Map<string, Operation>(
  Object.entries({
    ...poolOperations,
    ...administratorOperations,
    ListUsers: listUsers,
    ...signUpOperations,
    ...signInOperations,
  }),
);

const CONTENT_TYPE = 'application/x-amz-json-1.1';
const TARGET_PREFIX = 'AWSCognitoIdentityProviderService.';

/** The API that the AWS SDKs speak: a POST that names an operation in a header, JSON in and out. */
export function createJsonApi(pools: RunningPools): Endpoint {
  return {
    anyOrigin: true,
    POST: async (call) => {
      try {
        const { run } = findOperation(call);
        return answer(200, await run(pools, readInput(call)));
      } catch (error) {
        if (!(error instanceof ServiceError)) {
          console.error('The local user pool failed.', error);
          return refuse(500, new ServiceError('InternalErrorException', 'The local user pool failed.'));
        }
        return refuse(400, error);
      }
    },
  };
}

/** @throws ServiceError when there is no such operation, or it is not this caller's */
function findOperation({ headers }: Call): Operation {
  const target = String(headers['x-amz-target'] ?? '');
  const name = target.startsWith(TARGET_PREFIX) ? target.slice(TARGET_PREFIX.length) : '';
  const found = operations.get(name);
  if (!found) {
    const what = /^\w{1,64}$/.test(name) ? name : 'This operation';
    const known = [...operations.keys()].join(', ');
    throw new ServiceError(
      'UnknownOperationException',
      `${what} is not run by the local user pool; these are: ${known}.`,
    );
  }
  if (found.caller === 'administrator') requireAdministrator(headers);
  return found;
}

/**
 * AWS checks a signature; here it is enough that there is one, since whoever can call this server can read its
 * file as well. Not so the scripts of a website: those come with an Origin, and are nobody's administrators.
 */
function requireAdministrator({ origin, authorization }: Call['headers']): void {
  if (origin !== undefined) {
    throw notAuthorized('The operations of administrators are not for scripts in a browser.');
  }
  if (!authorization?.startsWith('AWS4-HMAC-SHA256 ')) {
    throw new ServiceError('MissingAuthenticationTokenException', 'Missing Authentication Token');
  }
}

/** @throws ServiceError when it is no JSON object */
function readInput({ headers, body }: Call): object {
  let input: unknown;
  try {
    if (mediaType(headers['content-type']) === CONTENT_TYPE) input = JSON.parse(body.toString());
  } catch {
    // Said below.
  }
  if (typeof input === 'object' && input !== null && !Array.isArray(input)) return input;
  throw new ServiceError(
    'SerializationException',
    `The body has to be a JSON object, of type ${CONTENT_TYPE}.`,
  );
}

function answer(status: number, value: object, headers: readonly (readonly [string, string])[] = []): Answer {
  return answerWith(status, JSON.stringify(value), [
    ['Content-Type', CONTENT_TYPE],
    ['x-amzn-RequestId', randomUUID()],
    ...headers,
  ]);
}

function refuse(status: number, { type, message }: ServiceError): Answer {
  return answer(status, { __type: type, message }, [['x-amzn-ErrorType', type]]);
}
