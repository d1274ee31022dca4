import { whenToldToStop } from '../../develop/end-of-process';
import { screen } from '../../develop/screen';
import { parseArguments, UsageError, usage } from './arguments';

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    screen.fail(error instanceof Error ? error.message : String(error));
    process.exitCode = error instanceof UsageError ? 2 : 1;
  },
);

async function main(argv: readonly string[]): Promise<number> {
  const options = parseArguments(argv);
  if (options.help) {
    screen.say(usage);
    return 0;
  }
  const stopping = new AbortController();
  whenToldToStop().then(() => stopping.abort());
  // Loaded only now, so that a mistake in infra/stages.ts or infra/repository.ts is told as any other.
  const { prepareAccount } = require('./prepare-account') as typeof import('./prepare-account');
  try {
    await prepareAccount(options, stopping.signal);
    return 0;
  } catch (error) {
    if (!stopping.signal.aborted) throw error;
    screen.fail('Stopped. What was begun on AWS goes on there; run this again to bring it to its end.');
    return 130;
  }
}
