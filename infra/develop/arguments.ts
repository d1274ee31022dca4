import { parseArgs } from 'node:util';

export interface Arguments {
  readonly port: number;
  readonly stage: string;
  readonly data: string;
  readonly fresh: boolean;
  readonly help: boolean;
}

export const usage = `npm start -- [options]

Runs a stage of the backend on this machine: the gateway, the function, the table and the user pool.

  --port N      where it listens (default 4000; 0 for any free port)
  --stage NAME  which stage of infra/stages.ts (default dev)
  --fresh       begin with empty tables, and without users
  --data DIR    where tables and users are kept (default .groundwork/data)
  --help        this text

LOCAL_DYNAMODB_ENDPOINT=URL uses another DynamoDB engine than the one that comes along.`;

/** A mistake in the arguments, worded for whoever typed them. */
export class UsageError extends Error {}

/** @throws UsageError naming the argument and what it takes */
export function parseArguments(argv: readonly string[]): Arguments {
  const { values } = parse(argv);
  const port = values.port ?? '4000';
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65535) {
    throw new UsageError(`--port takes a number from 0 to 65535, not ${JSON.stringify(port)}.`);
  }
  return {
    port: Number(port),
    stage: values.stage ?? 'dev',
    data: values.data ?? '.groundwork/data',
    fresh: values.fresh ?? false,
    help: values.help ?? false,
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        port: { type: 'string' },
        stage: { type: 'string' },
        data: { type: 'string' },
        fresh: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    const [message] = (error as Error).message.split('. ');
    throw new UsageError(`${message}. See npm start -- --help.`);
  }
}
