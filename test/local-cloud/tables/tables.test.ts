import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import type { LocalStack } from '../../../infra/local-cloud/assembly/read-assembly';
import { localCredentials } from '../../../infra/local-cloud/local-credentials';
import { startReaper } from '../../../infra/local-cloud/processes/reaper';
import { createTables } from '../../../infra/local-cloud/tables/create-tables';
import { startTables } from '../../../infra/local-cloud/tables/start-tables';

const directory = mkdtempSync(join(tmpdir(), 'groundwork-tables-'));
const file = join(directory, 'nested', 'some.db');
const reaper = startReaper();
const ending: Array<() => Promise<void>> = [() => reaper.stop()];

afterAll(async () => {
  for (const end of ending.reverse()) await end();
  rmSync(directory, { recursive: true });
});

const partitionKey = (name: string) => ({
  AttributeDefinitions: [{ AttributeName: name, AttributeType: 'S' }],
  KeySchema: [{ AttributeName: name, KeyType: 'HASH' }],
});

function stackWith(Properties: object): LocalStack {
  const Resources = { Things: { Type: 'AWS::DynamoDB::GlobalTable', Properties } };
  return {
    region: 'us-east-1',
    template: { Resources, Outputs: {} },
    physicalIdOf: () => 'things',
  } as unknown as LocalStack;
}

async function tablesAt(endpoint: string): Promise<string[] | undefined> {
  const client = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials: localCredentials });
  return (await client.send(new ListTablesCommand({}))).TableNames;
}

/** The process that has the data file open. */
function engineOf(dataFile: string): number {
  const found = readdirSync('/proc').find((name) => {
    try {
      return /^\d+$/.test(name) && readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(dataFile);
    } catch {
      return false;
    }
  });
  return Number(found);
}

test('tables are created once, and are there again after the engine was killed', async () => {
  const messages: string[] = [];
  let restarted: () => void = () => {};
  const restart = new Promise<void>((resolve) => {
    restarted = resolve;
  });
  const tables = await startTables({
    file,
    reaper,
    onRestart(message) {
      messages.push(message);
      restarted();
    },
  });
  ending.push(() => tables.stop());
  await createTables(stackWith(partitionKey('pk')), tables.endpoint);
  await createTables(stackWith(partitionKey('pk')), tables.endpoint);

  process.kill(engineOf(file), 'SIGKILL');
  await restart;
  // The client tries again while the engine comes up on the same port.
  expect(await tablesAt(tables.endpoint)).toEqual(['things']);
  expect(messages).toEqual(['The DynamoDB engine ended (SIGKILL); it is started again.']);
});

test('a table that was stored with other keys is not touched, and it is said what to do', async () => {
  const tables = await startTables({ file: join(directory, 'other.db'), reaper, onRestart: () => {} });
  ending.push(() => tables.stop());
  await createTables(stackWith(partitionKey('pk')), tables.endpoint);
  await expect(createTables(stackWith(partitionKey('id')), tables.endpoint)).rejects.toThrow(
    /The table things was stored with other keys .* Start with --fresh/,
  );
});
