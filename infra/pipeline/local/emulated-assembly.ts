import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

interface Resource {
  Type: string;
  Properties?: Record<string, unknown>;
}

/**
 * Copies the assembly of a stage, with its templates in words that emulators of AWS know, too. Moto's
 * CloudFormation, for one, has no global tables, and cannot make a method without the address of an integration.
 * Never used for AWS itself.
 *
 * @returns the name of the copy, beside the original
 */
export async function emulatedAssembly(directory: string, assembly: string): Promise<string> {
  const name = `${assembly}-emulated`;
  const copy = join(directory, name);
  await rm(copy, { recursive: true, force: true });
  await cp(join(directory, assembly), copy, { recursive: true });
  const templates = (await readdir(copy)).filter((file) => file.endsWith('.template.json'));
  for (const file of templates) {
    const template = JSON.parse(await readFile(join(copy, file), 'utf8')) as {
      Resources: Record<string, Resource>;
    };
    for (const resource of Object.values(template.Resources)) {
      withoutReplicas(resource);
      withIntegrationAddress(resource);
    }
    await writeFile(join(copy, file), JSON.stringify(template));
  }
  return name;
}

/** A global table with one replica is a table with the settings of that replica. */
function withoutReplicas(resource: Resource): void {
  if (resource.Type !== 'AWS::DynamoDB::GlobalTable') return;
  const { Replicas, ...table } = resource.Properties ?? {};
  const [replica, ...others] = Replicas as Record<string, unknown>[];
  if (others.length > 0) return;
  const { Region: _, ...settings } = replica ?? {};
  resource.Type = 'AWS::DynamoDB::Table';
  resource.Properties = { ...table, ...settings };
}

/** A mock integration has no address; an empty one does no harm. */
function withIntegrationAddress({ Type, Properties }: Resource): void {
  if (Type !== 'AWS::ApiGateway::Method') return;
  const integration = Properties?.Integration as Record<string, unknown> | undefined;
  if (integration?.Type === 'MOCK') Object.assign(integration, { IntegrationHttpMethod: 'POST', Uri: '' });
}
