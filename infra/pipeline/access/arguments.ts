import { parseArgs } from 'node:util';
import { UsageError } from '../../develop/arguments';
import type { AccountOfStages } from './accounts';

export interface Arguments {
  readonly account?: string;
  readonly existingProvider: boolean;
  readonly dryRun: boolean;
  readonly help: boolean;
}

export const usage = `npm run bootstrap -- [options]

Prepares an AWS account for the pipeline, once: what the CDK deploys with, roles that let the jobs of
infra/repository.ts in without a stored secret, and the setting that lets API Gateway write logs. Then it says
what to set on GitHub. It needs credentials of an administrator of the account; running it again does no harm.

  --account N          which account, when infra/stages.ts names several: one run for each, with its credentials
  --existing-provider  the account signs in GitHub's jobs already (it can have one such provider only)
  --dry-run            say what would be made, without touching AWS
  --help               this text`;

/** @throws UsageError naming the argument and what it takes */
export function parseArguments(argv: readonly string[]): Arguments {
  const {
    account,
    'existing-provider': existingProvider = false,
    'dry-run': dryRun = false,
    help,
  } = parse(argv);
  if (account !== undefined && !/^\d{12}$/.test(account))
    throw new UsageError(`--account takes the 12 digits of an AWS account, not ${JSON.stringify(account)}.`);
  return { ...(account && { account }), existingProvider, dryRun, help: help ?? false };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        account: { type: 'string' },
        'existing-provider': { type: 'boolean' },
        'dry-run': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    const [message] = (error as Error).message.split(/\. |\n/);
    throw new UsageError(`${message}. See npm run bootstrap -- --help.`);
  }
}

/** @throws UsageError when it is not clear which account is meant */
export function chooseAccount(
  accounts: readonly AccountOfStages[],
  wanted: string | undefined,
): AccountOfStages {
  const known = accounts.flatMap(({ account }) => account ?? []);
  if (wanted && known.length === 0)
    throw new UsageError(
      'No stage in infra/stages.ts has an account, so that of your credentials is used; leave --account out.',
    );
  const chosen = wanted ? accounts.filter(({ account }) => account === wanted) : accounts;
  const [one, ...others] = chosen;
  if (!one)
    throw new UsageError(
      `No stage in infra/stages.ts is in the account ${wanted}; there is: ${known.join(', ')}.`,
    );
  if (others.length > 0)
    throw new UsageError(
      `The stages are in several accounts. Run this once for each, with its credentials: ${known.map((account) => `--account ${account}`).join(', ')}.`,
    );
  return one;
}
