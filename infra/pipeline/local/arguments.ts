import { parseArgs } from 'node:util';
import { UsageError } from '../../develop/arguments';

export interface Arguments {
  /** The last stage to go to; without it, all. */
  readonly stage?: string;
  readonly keep: boolean;
  readonly deployOnly: boolean;
  readonly fresh: boolean;
  readonly stop: boolean;
  readonly help: boolean;
}

export const usage = `npm run pipeline -- [options]

Runs on this machine what a push to main runs on GitHub: builds, then deploys and tests one stage after the other,
and puts a stage back on the last good version when its tests fail and infra/stages.ts says so.

  --stage NAME   go no further than this stage
  --keep         leave the stages up afterwards; the next run deploys into them
  --stop         stop the stages that were left up, and do nothing else
  --fresh        forget everything: the stages, their data, the last good version
  --deploy-only  deploy without testing, where nothing could answer
  --help         this text

It ends with 0 when everything passed, with 1 when not, and with 2 when it was called wrongly.

With AWS_ENDPOINT_URL set, the stages are deployed there, by the CDK's own command line, to whatever speaks the
API of AWS; AWS_REGION and credentials are taken from the environment, also for the users that the tests make there.`;

/** @throws UsageError naming the argument and what is wrong with it */
export function parseArguments(argv: readonly string[], stages: readonly string[]): Arguments {
  const values = parse(argv);
  if (values.stage !== undefined && !stages.includes(values.stage))
    throw new UsageError(
      `There is no stage ${values.stage} in infra/stages.ts; there is: ${stages.join(', ')}.`,
    );
  return {
    ...(values.stage && { stage: values.stage }),
    keep: values.keep ?? false,
    deployOnly: values['deploy-only'] ?? false,
    fresh: values.fresh ?? false,
    stop: values.stop ?? false,
    help: values.help ?? false,
  };
}

function parse(argv: readonly string[]) {
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args: [...argv],
      options: {
        stage: { type: 'string' },
        keep: flag,
        'deploy-only': flag,
        fresh: flag,
        stop: flag,
        help: { ...flag, short: 'h' },
      },
    }).values;
  } catch (error) {
    const [message] = (error as Error).message.split('. ');
    throw new UsageError(`${message}. See npm run pipeline -- --help.`);
  }
}
