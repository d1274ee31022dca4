import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Manifest {
  readonly artifacts: Readonly<
    Record<
      string,
      {
        readonly type: string;
        readonly environment?: string;
        readonly properties?: { readonly stackName?: string; readonly templateFile?: string };
      }
    >
  >;
}

interface Template {
  readonly Resources: Readonly<
    Record<string, { readonly Type: string; readonly Properties?: Readonly<Record<string, unknown>> }>
  >;
}

/** What a synthesised assembly would make, a line for each stack and each of its resources. */
export function plannedResources(assembly: string): string {
  const read = (file: string) => JSON.parse(readFileSync(join(assembly, file), 'utf8'));
  const { artifacts } = read('manifest.json') as Manifest;
  return Object.values(artifacts)
    .filter(({ type }) => type === 'aws:cloudformation:stack')
    .flatMap(({ environment = '', properties: { stackName = '', templateFile = '' } = {} }) => {
      const { Resources } = read(templateFile) as Template;
      const resources = Object.values(Resources).filter(({ Type }) => Type !== 'AWS::CDK::Metadata');
      return [`  stack ${stackName} in ${place(environment)}`, ...resources.map(describe)];
    })
    .join('\n');
}

function describe({ Type, Properties = {} }: Template['Resources'][string]): string {
  const name = [Properties.RoleName, Properties.Url].find((value) => typeof value === 'string');
  return `    ${Type}${name ? ` ${name}` : ''}`;
}

/** @param environment such as aws://123456789012/eu-west-1, or with unknown-... for what the credentials decide */
function place(environment: string): string {
  const [account = '', region = ''] = environment.replace('aws://', '').split('/');
  const known = (value: string, otherwise: string) => (value.startsWith('unknown-') ? otherwise : value);
  return `${known(account, "your credentials' account")}, ${known(region, "your credentials' region")}`;
}
