import { parseArgs } from 'node:util';
import { environments } from '../environments';
import { isHere } from '../users/is-here';

export interface RunArguments {
  /** Where the stage answers, without a slash at the end. */
  readonly url: string;
  readonly stage?: string;
  readonly origin: string;
  readonly reports: string;
  readonly waitSeconds: number;
  /** Whether to stop at the first request that fails. */
  readonly bail?: boolean;
  /** The users of the stage; where it is on this machine, they are found. */
  readonly userPool?: { readonly id: string; readonly clientId: string };
  /** Whether only to remove what earlier runs have left, however young it is. */
  readonly sweep?: boolean;
}

/** Something that whoever typed the command can put right. */
export class UsageError extends Error {}

export const usage = `Runs the contract tests against a stage as two users, made for it and deleted again with all that is theirs.

  npm run contract -- --url URL [options]

  --url URL          where the stage answers: the output ApiUrl, or http://127.0.0.1:4000/dev
  --user-pool ID     the users of the stage: the output UserPoolId; a stage on this machine need not be told
  --client ID        the website as they sign in to it: the output UserPoolClientId
  --stage NAME       the stage that has to answer there (${environments.map(({ name }) => name).join(', ')})
  --origin ORIGIN    the website that the stage lets in; by default that of the stage, or of the one that npm start serves
  --report DIR       where the JUnit report goes; reports/ by default
  --wait SECONDS     how long the stage may take to answer at all; 60 by default
  --sweep            run nothing, but remove at once what runs that were killed have left; other runs may be none
  --bail             stop at the first request that fails
  --help             this text

On AWS it takes credentials that may administer the user pool. What runs that were killed have left is also removed by
the next run, once it is an hour old.

It ends with 0 when everything was as the contract says, with 1 when not, and with 2 when it was called wrongly.`;

/** @throws UsageError */
export function readArguments(argv: readonly string[]): RunArguments | 'help' {
  const values = parsed(argv);
  if (values.help) return 'help';
  if (!values.url) throw new UsageError('Say where the stage answers: --url URL.');
  const environment = environments.find(({ name }) => name === (values.stage ?? 'local'));
  if (!environment && !values.origin) {
    throw new UsageError(
      `The stage ${values.stage} is not in infra/stages.ts; add it there, or give its --origin.`,
    );
  }
  const stage = values.stage && (environment?.stage ?? values.stage);
  const url = httpUrl(values.url).href.replace(/\/+$/, '');
  return {
    url,
    ...(stage && { stage }),
    origin: values.origin ? originOf(values.origin) : (environment?.origin ?? ''),
    reports: values.report ?? 'reports',
    waitSeconds: seconds(values.wait ?? '60'),
    ...(values.bail && { bail: true }),
    ...(values.sweep && { sweep: true }),
    ...userPoolOf(url, values['user-pool'], values.client),
  };
}

function parsed(argv: readonly string[]) {
  const text = { type: 'string' } as const;
  const options = {
    url: text,
    stage: text,
    origin: text,
    report: text,
    wait: text,
    'user-pool': text,
    client: text,
    sweep: { type: 'boolean' },
    bail: { type: 'boolean' },
    help: { type: 'boolean' },
  } as const;
  try {
    return parseArgs({ args: [...argv], options }).values;
  } catch (error) {
    throw new UsageError((error as Error).message.split('\n')[0]);
  }
}

function userPoolOf(
  url: string,
  id: string | undefined,
  clientId: string | undefined,
): Pick<RunArguments, 'userPool'> {
  if (id === undefined && clientId === undefined) {
    if (isHere(url)) return {};
    throw new UsageError(
      `Say who the users of ${url} are: --user-pool and --client, the outputs UserPoolId and UserPoolClientId of its stack.`,
    );
  }
  if (id === undefined || clientId === undefined) {
    const missing = id === undefined ? '--user-pool' : '--client';
    throw new UsageError(`--user-pool and --client belong together: ${missing} is missing.`);
  }
  if (!/^[a-z]{2}(-[a-z]+)+-\d_\w+$/.test(id)) {
    throw new UsageError(`--user-pool "${id}" is not the id of a user pool, such as eu-west-1_AbCdEf123.`);
  }
  if (!/^\w+$/.test(clientId)) {
    throw new UsageError(`--client "${clientId}" is not the id of a client of a user pool.`);
  }
  return { userPool: { id, clientId } };
}

function httpUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol))
    throw new UsageError(`--url ${text} is not an http or https URL.`);
  // Not quoted: it is a secret, and this is printed.
  if (url.username || url.password)
    throw new UsageError('--url has a name or a password in it; leave them out.');
  if (url.search || url.hash)
    throw new UsageError(`--url ${text} has more than a path; leave out what follows it.`);
  return url;
}

function originOf(text: string): string {
  if (URL.canParse(text) && new URL(text).origin === text) return text;
  throw new UsageError(`--origin ${text} is not an origin such as https://www.example.com, without a path.`);
}

function seconds(text: string): number {
  if (/^\d{1,4}$/.test(text)) return Number(text);
  throw new UsageError(`--wait ${text} is not a number of seconds.`);
}
