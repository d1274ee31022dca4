import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { resolveTemplate } from './intrinsics';
import { physicalId } from './physical-names';
import type { Template } from './template';

/** One stack of a synthesised cloud assembly, ready to be run. */
export interface LocalStack {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly template: Template;
  /** What `Ref` of a resource is: a table's name, a function's. */
  readonly physicalIdOf: (logicalId: string) => string;
  /** The directory of an asset, by the object key under which the CDK would upload it. */
  readonly assetDirectory: (objectKey: string) => string;
}

interface Manifest {
  readonly artifacts: Record<
    string,
    {
      type: string;
      environment?: string;
      properties?: { directoryName?: string; templateFile?: string; stackName?: string; file?: string };
    }
  >;
}

interface AssetManifest {
  readonly files: Record<
    string,
    { source: { path?: string }; destinations: Record<string, { objectKey: string }> }
  >;
}

/** Stands in for the account and region of stacks that leave theirs open. */
const fallback = { account: '000000000000', region: 'us-east-1' };

/**
 * Reads the stacks of one stage from a cloud assembly (`cdk.out`).
 *
 * @param stage the name of the CDK stage, in any case: `dev` finds `Dev`
 * @throws when the directory is no assembly, or has no such stage
 */
export async function readStage(assemblyDirectory: string, stage: string): Promise<LocalStack[]> {
  const root = await readManifest(assemblyDirectory);
  const nested = Object.values(root.artifacts).flatMap(({ type, properties }) =>
    type === 'cdk:cloud-assembly' && properties?.directoryName ? [properties.directoryName] : [],
  );
  const directory = nested.find((name) => name.toLowerCase() === `assembly-${stage}`.toLowerCase());
  if (!directory) {
    const known = nested.map((name) => name.replace(/^assembly-/, '').toLowerCase()).join(', ');
    throw new Error(`There is no stage ${stage} in ${assemblyDirectory}; there is: ${known || 'none'}.`);
  }
  return readStacks(resolve(assemblyDirectory, directory));
}

async function readStacks(directory: string): Promise<LocalStack[]> {
  const { artifacts } = await readManifest(directory);
  const assets = await readAssets(directory, artifacts);
  const stacks = Object.values(artifacts).filter(({ type }) => type === 'aws:cloudformation:stack');
  return Promise.all(
    stacks.map(async ({ environment, properties }) => {
      const [account, region] = (environment ?? '').replace('aws://', '').split('/');
      const name = properties?.stackName ?? 'stack';
      const scope = {
        stackName: name,
        account: known(account) ?? fallback.account,
        region: known(region) ?? fallback.region,
      };
      const source = JSON.parse(await readFile(join(directory, properties?.templateFile ?? ''), 'utf8'));
      const template = resolveTemplate(source, scope);
      return {
        name,
        account: scope.account,
        region: scope.region,
        template,
        physicalIdOf: (id: string) =>
          physicalId(id, template.Resources[id] ?? missingResource(id, name), scope),
        assetDirectory: (key: string) => assets.get(key) ?? missingAsset(key, directory),
      };
    }),
  );
}

async function readAssets(directory: string, artifacts: Manifest['artifacts']): Promise<Map<string, string>> {
  const directories = new Map<string, string>();
  for (const { type, properties } of Object.values(artifacts)) {
    if (type !== 'cdk:asset-manifest' || !properties?.file) continue;
    const file = join(directory, properties.file);
    const { files } = JSON.parse(await readFile(file, 'utf8')) as AssetManifest;
    for (const { source, destinations } of Object.values(files)) {
      for (const { objectKey } of Object.values(destinations)) {
        if (source.path) directories.set(objectKey, resolve(dirname(file), source.path));
      }
    }
  }
  return directories;
}

async function readManifest(directory: string): Promise<Manifest> {
  try {
    return JSON.parse(await readFile(join(directory, 'manifest.json'), 'utf8')) as Manifest;
  } catch (cause) {
    throw new Error(`${directory} is not a cloud assembly: it has no readable manifest.json.`, { cause });
  }
}

function known(value: string | undefined): string | undefined {
  return value?.startsWith('unknown-') ? undefined : value || undefined;
}

function missingAsset(key: string, directory: string): never {
  throw new Error(`The asset ${key} is not in the assembly ${directory}; synthesise it again.`);
}

function missingResource(logicalId: string, stack: string): never {
  throw new Error(`There is no resource ${logicalId} in the stack ${stack}.`);
}
