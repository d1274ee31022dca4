import '../infra/errors-while-loading';
import { parseArgs } from 'node:util';
import { findUserPool } from './users/find-user-pool';
import { isHere } from './users/is-here';
import { openUserPool, type UserPool } from './users/user-pool';

const usage = `Prints an id token for the stage that npm start runs, to be sent as Authorization: Bearer TOKEN.

  npm run --silent token -- [options]

  --url URL       where the stage answers (default http://127.0.0.1:4000/dev)
  --email EMAIL   who is signed in (default me@example.com); made if there is nobody of that address
  --help          this text

It is good for an hour. Nobody's password is kept anywhere: who was made by this command gets a new one each time, and
who has signed up on the sign-in page keeps their own, and signs in there.
What is deployed has real users, who sign in by themselves: see the README on Postman.`;

class UsageError extends Error {}

/** Marks whom this command has made, so that nobody else's password is changed. */
const madeHere = 'npm run token';

async function main(argv: readonly string[]): Promise<void> {
  const { url, email, help } = parsed(argv);
  if (help) return console.log(usage);
  await requireStage(url);
  const pool = openUserPool(await findUserPool({ url }, {}));
  try {
    await provideUser(pool, email);
    console.log((await pool.signIn(email)).idToken);
  } finally {
    pool.close();
  }
}

/** @throws when there is one who was not made here */
async function provideUser(pool: UserPool, email: string): Promise<void> {
  const user = (await pool.list('')).find((one) => one.email.toLowerCase() === email);
  if (!user) await pool.create(email, madeHere);
  else if (user.nickname !== madeHere) {
    throw new Error(
      `${email} has signed up by themselves, and only they know their password. Take another address: --email you@example.org`,
    );
  }
}

/** @throws an error that says what answers there instead */
async function requireStage(url: string): Promise<void> {
  const answer = await fetch(`${url}/health`, { signal: AbortSignal.timeout(10_000) }).catch(() => undefined);
  if (!answer) {
    throw new Error(`Nothing answers at ${url}. Run npm start in another terminal, or say where with --url.`);
  }
  if (answer.status === 404)
    throw new Error(`There is no stage at ${url}: the address ends with its name, as in /dev.`);
}

function parsed(argv: readonly string[]) {
  const options = {
    url: { type: 'string', default: 'http://127.0.0.1:4000/dev' },
    email: { type: 'string', default: 'me@example.com' },
    help: { type: 'boolean', default: false },
  } as const;
  const { url, email, help } = values(() => parseArgs({ args: [...argv], options }).values);
  if (!URL.canParse(url) || !isHere(url)) {
    throw new UsageError(
      `--url ${url} is not a stage on this machine. Elsewhere sign in as yourself: see the README on Postman.`,
    );
  }
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email))
    throw new UsageError(`--email "${email}" is not an e-mail address.`);
  return { url: url.replace(/\/+$/, ''), email: email.toLowerCase(), help };
}

function values<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new UsageError((error as Error).message.split('. ')[0]);
  }
}

main(process.argv.slice(2)).catch((error: Error) => {
  console.error(error.message.split('\n')[0]);
  if (error instanceof UsageError)
    console.error('`npm run token -- --help` lists the options; they come after the --.');
  process.exitCode = error instanceof UsageError ? 2 : 1;
});
