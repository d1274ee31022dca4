import { readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { outputs as names } from '../../backend/outputs';
import { cdkDeployArguments, outputsFile } from '../cdk-deploy';
import type { Plan, StackOutput } from '../plan';
import type { Deployer } from './deployer';
import { emulatedAssembly } from './emulated-assembly';
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
    userAccess: userAccessAt(endpoint),
    async deploy(stage, run, say) {
      const directory = plan.build.assembly;
      const assembly = isAws(endpoint)
        ? stage.assembly
        : await emulatedAssembly(join(run.workspace, directory), stage.assembly);
      const app = join(directory, assembly);
      if (!bootstrapped.has(stage.name)) await cdk(run, ['bootstrap', '--app', app, '--no-notices'], say);
      bootstrapped.add(stage.name);
      const file = join(run.workspace, outputsFile);
      await rm(file, { force: true });
      await cdk(
        run,
        [...cdkDeployArguments({ assembly }, directory), ...(isAws(endpoint) ? [] : direct)],
        say,
      );
      const outputs = JSON.parse(await readFile(file, 'utf8')) as Outputs;
      const address = Object.values(outputs).find((one) => one[names.apiUrl])?.[names.apiUrl];
      if (address) addresses.set(stage.name, address);
      return ({ stack, name }: StackOutput) => outputs[stack]?.[name] ?? '';
    },
    async approve() {},

    whereabouts: () => [
      ...(addresses.size > 0 ? [`deployed to ${endpoint.origin}`] : []),
      ...[...addresses].map(([stage, address]) => `${stage.padEnd(6)} ${address}`),
    ],
    async end() {},
  };
}

/** Without change sets, which not every emulator has. */
const direct = ['--method', 'direct'];

function isAws({ hostname }: URL): boolean {
  return /\.amazonaws\.com(\.cn)?$/.test(hostname);
}

type Variables = Record<string, string | undefined>;

function environmentFor(endpoint: URL, home: string): Variables {
  return {
    ...process.env,
    ...accessTo(endpoint),
    CDK_HOME: home,
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    // The CDK's SDK says at length what Node.js it will want one day.
    NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --no-deprecation --disable-warning=Warning`.trim(),
  };
}

/** AWS has an address for each service: what was given for the one would be asked for users in vain. */
function userAccessAt(endpoint: URL): Variables {
  const { AWS_ENDPOINT_URL, ...others } = accessTo(endpoint);
  return isAws(endpoint) ? others : { AWS_ENDPOINT_URL, ...others };
}

/** What is missing for an endpoint on this machine, which does not look at it, is made up. */
function accessTo(endpoint: URL): Variables {
  const isHere = /^(localhost|127\.0\.0\.1|\[::1\])$|\.localhost$/.test(endpoint.hostname);
  const own = Object.entries(process.env).filter(([name]) => name.startsWith('AWS_'));
  const signedIn = process.env.AWS_ACCESS_KEY_ID ?? process.env.AWS_PROFILE;
  const byName = new URL(endpoint);
  byName.hostname = 'localhost';
  return {
    AWS_REGION: process.env.AWS_DEFAULT_REGION ?? 'us-east-1',
    ...(isHere && {
      // An IP address would be read as the name of a bucket.
      AWS_ENDPOINT_URL_S3_FOR_CLOUDFORMATION: byName.origin,
      AWS_EC2_METADATA_DISABLED: 'true',
    }),
    ...Object.fromEntries(own),
    ...(isHere && !signedIn && { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' }),
  };
}
