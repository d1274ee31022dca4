import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ResourceNotFoundException,
  type TableDescription,
} from '@aws-sdk/client-dynamodb';
import type { LocalStack } from '../assembly/read-assembly';
import type { Resource } from '../assembly/template';
import { localCredentials } from '../local-credentials';

const tableTypes = ['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'];

/**
 * Creates the tables of a stack that are not there yet.
 *
 * @throws when a table is there with other keys or indexes than the template gives it
 */
export async function createTables(stack: LocalStack, endpoint: string): Promise<void> {
  const client = new DynamoDBClient({ endpoint, region: stack.region, credentials: localCredentials });
  try {
    const tables = Object.entries(stack.template.Resources).filter(([, { Type }]) =>
      tableTypes.includes(Type),
    );
    await Promise.all(
      tables.map(([logicalId, table]) => createTable(client, stack.physicalIdOf(logicalId), table)),
    );
  } finally {
    client.destroy();
  }
}

async function createTable(
  client: DynamoDBClient,
  TableName: string,
  { Properties }: Resource,
): Promise<void> {
  const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes, LocalSecondaryIndexes } = Properties;
  const existing = await describe(client, TableName);
  if (!existing) {
    const shape = { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes, LocalSecondaryIndexes };
    await client.send(new CreateTableCommand({ TableName, BillingMode: 'PAY_PER_REQUEST', ...shape }));
    return;
  }
  if (keysOf(existing) !== keysOf(Properties)) {
    throw new Error(
      `The table ${TableName} was stored with other keys or indexes than it has now. ` +
        'Start with --fresh to begin with empty tables, or change the keys back.',
    );
  }
}

async function describe(client: DynamoDBClient, TableName: string): Promise<TableDescription | undefined> {
  try {
    return (await client.send(new DescribeTableCommand({ TableName }))).Table;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

/** The keys of a table and of its indexes, in one comparable text. */
function keysOf(table: {
  KeySchema?: unknown;
  GlobalSecondaryIndexes?: { IndexName?: string | undefined; KeySchema?: unknown }[] | undefined;
  LocalSecondaryIndexes?: { IndexName?: string | undefined; KeySchema?: unknown }[] | undefined;
}): string {
  const indexes = [...(table.GlobalSecondaryIndexes ?? []), ...(table.LocalSecondaryIndexes ?? [])];
  const named = indexes.map(({ IndexName, KeySchema }) => [IndexName, KeySchema]);
  return JSON.stringify([table.KeySchema, named.sort(([a], [b]) => String(a).localeCompare(String(b)))]);
}
