import { readFileSync } from 'node:fs';
import { DynamoDBClient, ListTablesCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { localCredentials } from '../../infra/local-cloud/local-credentials';
import { findUserPool } from '../../postman/users/find-user-pool';
import { openUserPool } from '../../postman/users/user-pool';
import type { Started } from './npm-start';
import { childrenCalled } from './processes';

/** Everybody whom a stage knows. */
export async function usersLeft({ url }: Started): Promise<string[]> {
  const pool = openUserPool(await findUserPool({ url }, {}));
  const users = await pool.list('');
  pool.close();
  return users.map(({ email }) => email);
}

/**
 * Every item in the tables of a stage, whoever has it: past the API, which shows nobody what is somebody else's.
 * The records of idempotency keys are none; they go by themselves.
 */
export async function itemsLeft({ process }: Started): Promise<string[]> {
  const [engine = 0] = childrenCalled('dynoxide', process.pid);
  const port = /--port\0(\d+)/.exec(readFileSync(`/proc/${engine}/cmdline`, 'utf8'))?.[1];
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    credentials: localCredentials,
  });
  const { TableNames = [] } = await client.send(new ListTablesCommand({}));
  const keys: string[] = [];
  for (const TableName of TableNames) {
    const { Items = [] } = await client.send(new ScanCommand({ TableName }));
    keys.push(...Items.map(({ sk }) => sk?.S ?? '').filter((key) => key.startsWith('ITEM#')));
  }
  client.destroy();
  return keys;
}
