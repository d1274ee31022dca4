import '../../errors-while-loading';
import { commandLine } from '../../develop/command-line';
import { whenToldToStop } from '../../develop/end-of-process';
import { screen } from '../../develop/screen';
import { parseArguments, usage } from './arguments';
import { prepareAccount } from './prepare-account';

commandLine(main);

async function main(argv: readonly string[]): Promise<number> {
  const options = parseArguments(argv);
  if (options.help) {
    screen.say(usage);
    return 0;
  }
  const stopping = new AbortController();
  whenToldToStop().then(() => stopping.abort());
  try {
    await prepareAccount(options, stopping.signal);
    return 0;
  } catch (error) {
    if (!stopping.signal.aborted) throw error;
    screen.fail('Stopped. What was begun on AWS goes on there; run this again to bring it to its end.');
    return 130;
  }
}
