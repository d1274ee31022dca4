import { readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { cdkDeployArguments, outputsFile } from '../cdk-deploy';
import type { Plan, StackOutput } from '../plan';
import type { Deployer } from './deployer';
import type { Run } from './runs';
import { runCommand } from './shell';

type Outputs = Readonly<Record<string, Readonly<Record<string, string>>>>;

interface Options {
  readonly plan: Plan;
  readonly endpoint: URL;
  /** Where the CDK keeps what it remembers of accounts, apart from what it knows of the real ones. */
  readonly home: string;
  readonly signal: AbortSignal;
}

/** Deploys with the CDK's own command line to an endpoint that speaks the API of AWS. */
export function createCdkDeployer({ plan, endpoint, home, signal }: Options): Deployer {
  const addresses = new Map<string, string>();
  const bootstrapped = new Set<string>();

  const cdk = (run: Run, args: readonly string[], onLine: (line: string) => void) => {
    const require = createRequire(join(run.workspace, 'package.json'));
    return runCommand(process.execPath, [require.resolve('aws-cdk/bin/cdk'), ...args], {
      cwd: run.workspace,
      env: environmentFor(endpoint, home),
      signal,
      onLine,
    });
  };

  return {
    async deploy(stage, run, say) {
      const app = join(plan.build.assembly, stage.assembly);
      if (!bootstrapped.has(stage.name)) await cdk(run, ['bootstrap', '--app', app, '--no-notices'], say);
      bootstrapped.add(stage.name);
      const file = join(run.workspace, outputsFile);
      await rm(file, { force: true });
      await cdk(run, cdkDeployArguments(stage, plan.build.assembly), say);
      const outputs = JSON.parse(await readFile(file, 'utf8')) as Outputs;
      const [address] = Object.values(outputs).flatMap((one) => Object.values(one));
      if (address) addresses.set(stage.name, address);
      return ({ stack, name }: StackOutput) => outputs[stack]?.[name] ?? '';
    },
    whereabouts: () => [
      `deployed to ${endpoint.origin}`,
      ...[...addresses].map(([stage, address]) => `${stage.padEnd(6)} ${address}`),
    ],
    async end() {},
  };
}

/** What is missing for an endpoint on this machine, which does not look at it, is made up. */
function environmentFor({ hostname }: URL, home: string): Record<string, string | undefined> {
  const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(hostname) || hostname.endsWith('.localhost');
  const signedIn = process.env.AWS_ACCESS_KEY_ID ?? process.env.AWS_PROFILE;
  const madeUp = isHere && !signedIn ? { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' } : {};
  return {
    AWS_REGION: process.env.AWS_DEFAULT_REGION ?? 'us-east-1',
    ...process.env,
    ...madeUp,
    CDK_HOME: home,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}
