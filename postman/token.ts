import '../infra/errors-while-loading';
import { parseArgs } from 'node:util';
import { findUserPool, isHere } from './users/find-user-pool';
import { openUserPool } from './users/user-pool';

const usage = `Prints an id token for the stage that npm start runs, to be sent as Authorization: Bearer TOKEN.

  npm run --silent token -- [options]

  --url URL       where the stage answers (default http://127.0.0.1:4000/dev)
  --email EMAIL   who is signed in (default me@example.com); made if there is nobody of that name, and given a new
                  password each time, so that none is kept anywhere
  --help          this text

It is good for an hour. What is deployed has real users, who sign in by themselves: see the README on Postman.`;

async function main(argv: readonly string[]): Promise<void> {
  const { url, email, help } = parsed(argv);
  if (help) return console.log(usage);
  if (!URL.canParse(url) || !isHere(url)) {
    throw new Error(
      `${url} is not a stage on this machine. Elsewhere sign in as yourself: see the README on Postman.`,
    );
  }
  const pool = openUserPool(await findUserPool({ url }, {}));
  try {
    if ((await pool.list(email)).every((user) => user.email !== email)) await pool.create(email);
    console.log((await pool.signIn(email)).idToken);
  } finally {
    pool.close();
  }
}

function parsed(argv: readonly string[]) {
  const options = {
    url: { type: 'string', default: 'http://127.0.0.1:4000/dev' },
    email: { type: 'string', default: 'me@example.com' },
    help: { type: 'boolean', default: false },
  } as const;
  const { url, email, help } = parseArgs({ args: [...argv], options }).values;
  return { url, help, email: email.toLowerCase() };
}

main(process.argv.slice(2)).catch((error: Error) => {
  console.error(error.message.split('\n')[0]);
  process.exitCode = 1;
});
