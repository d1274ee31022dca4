import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { Failure } from './failure';

/** Errors by which DynamoDB answers a condition or refuses a request: for the store to read, not outages. */
const answers = new Set([
  'ConditionalCheckFailedException',
  'TransactionCanceledException',
  'TransactionInProgressException',
  'IdempotentParameterMismatchException',
  'ValidationException',
]);

/**
 * A client that gives up long before the function would: three tries of at most 2 seconds each.
 * What is neither an answer nor our mistake is thrown as the failure `unavailable`.
 */
export function createTableClient(): DynamoDBDocumentClient {
  const client = new DynamoDBClient({
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 1000, requestTimeout: 2000 },
  });
  client.middlewareStack.add(
    (next) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        if (error instanceof Error && answers.has(error.name)) throw error;
        throw new Failure('unavailable', 'The store does not answer at the moment. Try again.', {
          cause: error,
        });
      }
    },
    { step: 'initialize', name: 'outagesAsFailures' },
  );
  return DynamoDBDocumentClient.from(client);
}
