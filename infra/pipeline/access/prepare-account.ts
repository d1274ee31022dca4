import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { coloured, screen } from '../../develop/screen';
import { type Repository, repository, requireFilledIn } from '../../repository';
import { stages } from '../../stages';
import { type AccountOfStages, accountsOf } from './accounts';
import { type Arguments, chooseAccount } from './arguments';
import { root, runCdk, withoutCredentials } from './cdk';
import { explainGitHub } from './github-settings';
import { context, outputs, roleNames, stackNames } from './names';
import { plannedResources } from './planned-resources';

/** Where the assembly stays, for whoever wants to read what was deployed. */
const assembly = join('.groundwork', 'access');

const dryRunDone =
  'Nothing was made: this was a dry run. It would end with what follows, and with what stands in capitals filled in.';

type Outputs = Readonly<Record<string, string>>;

/**
 * Makes in an AWS account all that the pipeline needs there, and says what GitHub has to know.
 * @throws an error that says what to do
 */
export async function prepareAccount(options: Arguments, signal: AbortSignal): Promise<void> {
  const target = chooseAccount(accountsOf(stages), options.account);
  requireFilledIn(repository);
  const made = await make(target, options, signal);
  screen.say(`\n${explain(target, repository, made)}`);
}

/** @returns the outputs of what was made; of a dry run, how they will look */
async function make(target: AccountOfStages, options: Arguments, signal: AbortSignal): Promise<Outputs> {
  screen.say('Synthesising what the pipeline needs in the account ...');
  await rm(join(root, assembly), { recursive: true, force: true });
  const quietly = { env: withoutCredentials(process.env), signal, onProgress: () => {} };
  await runCdk(synthesis(target, options), quietly);
  screen.say(
    `These are made, beside the CDK's own bucket and roles:\n\n${plannedResources(join(root, assembly))}\n`,
  );
  if (options.dryRun) {
    screen.say(dryRunDone);
    return expectedOutputs(target);
  }
  const onProgress = (line: string) => screen.say(coloured('dim', `    ${line}`));
  const run = (args: readonly string[]) => runCdk(args, { env: process.env, signal, onProgress });
  screen.say('Making what the CDK deploys with ...');
  await run(['bootstrap', '--app', assembly]);
  screen.say('Making the roles of the pipeline ...');
  const written = join(assembly, 'outputs.json');
  await run(['deploy', '--all', '--app', assembly, '--require-approval', 'never', '--outputs-file', written]);
  return JSON.parse(readFileSync(join(root, written), 'utf8'))[stackNames.access] ?? {};
}

function expectedOutputs({ account = 'ACCOUNT', regions, stages: own }: AccountOfStages): Outputs {
  const role = (name: string) => `arn:aws:iam::${account}:role/${name}`;
  return {
    ...Object.fromEntries(
      own.flatMap(({ name }) => [
        [outputs.deployRole(name), role(roleNames.deploy(name))],
        [outputs.contractRole(name), role(roleNames.contract(name))],
      ]),
    ),
    [outputs.diffRole]: role(roleNames.diff),
    [outputs.region]: regions[0] ?? 'REGION',
  };
}

function synthesis({ account }: AccountOfStages, { existingProvider }: Arguments): string[] {
  const settings = {
    [context.existingProvider]: String(existingProvider),
    ...(account && { [context.account]: account }),
  };
  return [
    ...['synth', '--quiet', '--output', assembly],
    ...['--app', 'node --require tsx/cjs infra/pipeline/access/app.ts'],
    ...Object.entries(settings).flatMap(([key, value]) => ['--context', `${key}=${value}`]),
  ];
}

function explain({ stages: own }: AccountOfStages, repository: Repository, made: Outputs): string {
  const output = (name: string) => {
    const value = made[name];
    if (!value) throw new Error(`The stack ${stackNames.access} has no output ${name}; deploy it again.`);
    return value;
  };
  const region = output(outputs.region);
  return explainGitHub({
    repository,
    environments: own.map((stage) => ({
      name: stage.name,
      deployRole: output(outputs.deployRole(stage.name)),
      contractRole: output(outputs.contractRole(stage.name)),
      region: stage.region ?? region,
      reviewed: stage.protected,
    })),
    diffRole: output(outputs.diffRole),
    diffRegion: region,
  });
}
