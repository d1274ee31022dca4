import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import {
  type Mail,
  startUserPools,
  type UserPools,
  userPoolsPath,
} from '../../../../infra/local-cloud/user-pools/start-user-pools';
import { createKey } from '../../../../infra/local-cloud/user-pools/tokens/signing-key';
import { ACCOUNT, REGION, stack, type TemplateSpec } from './template';

/** The user pools of a stack, on a server of their own. */
export interface RunningPools {
  readonly pools: UserPools;
  readonly port: number;
  /** `http://127.0.0.1:<port>/_cognito` */
  readonly url: string;
  readonly poolId: string;
  readonly poolArn: string;
  readonly clientId: string;
  /** Of the template's further resources, by logical id. */
  readonly otherPoolArn: (logicalId: string) => string;
  readonly otherClientId: (logicalId: string) => string;
  readonly file: string;
  /** All that was mailed, the newest last. */
  readonly mails: Mail[];
  /** AWS's own client, as an administrator uses it. */
  readonly cognito: CognitoIdentityProviderClient;
  /** The clock of the pools, which stands still. */
  readonly clock: { now: number };
  stop(): Promise<void>;
}

const started: RunningPools[] = [];
const directories: string[] = [];

// Whatever a test started ends with it.
afterEach(async () => {
  await Promise.all(started.splice(0).map((pools) => pools.stop()));
  await Promise.all(directories.splice(0).map((directory) => rm(directory, { recursive: true })));
});

/** A place for the file of user pools, until the end of the test. */
export async function newFile(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'user-pools-'));
  directories.push(directory);
  return join(directory, 'data', 'dev.users.json');
}

/** Made once for all tests of a file: a key takes longer than most of them. */
let key: ReturnType<typeof createKey> | undefined;

/** A file in which a pool has its key already. */
export async function newFileWithKey(poolId: string): Promise<string> {
  const file = await newFile();
  key ??= createKey();
  const pools = { [poolId]: { key: await key, users: {}, sessions: {} } };
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify({ version: 1, pools }));
  return file;
}

/** Runs the pools of a template until the end of the test. */
export async function run(spec: TemplateSpec = {}, file?: string): Promise<RunningPools> {
  const mails: Mail[] = [];
  const clock = { now: Date.now() };
  const local = stack(spec);
  const poolId = local.physicalIdOf('Users');
  const where = file ?? (await newFileWithKey(poolId));
  const pools = await startUserPools({
    stacks: [local],
    file: where,
    onMail: (mail) => mails.push(mail),
    now: () => clock.now,
  });
  const server = createServer(pools.handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  pools.serveAt(`http://127.0.0.1:${port}`);
  const url = `http://127.0.0.1:${port}${userPoolsPath}`;
  const cognito = sdkClient(url, { accessKeyId: 'LOCAL', secretAccessKey: 'local' });
  const arnOf = (logicalId: string) =>
    `arn:aws:cognito-idp:${REGION}:${ACCOUNT}:userpool/${local.physicalIdOf(logicalId)}`;
  const running = {
    ...{ pools, port, url, poolId, file: where, mails, cognito, clock },
    poolArn: arnOf('Users'),
    clientId: local.physicalIdOf('Website'),
    otherPoolArn: arnOf,
    otherClientId: local.physicalIdOf,
    stop: async () => {
      cognito.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await pools.stop();
    },
  };
  started.push(running);
  return running;
}

/** AWS's client for Cognito; the public operations need no credentials. */
export function sdkClient(
  endpoint: string,
  credentials?: { accessKeyId: string; secretAccessKey: string },
): CognitoIdentityProviderClient {
  return new CognitoIdentityProviderClient({
    endpoint,
    region: REGION,
    maxAttempts: 1,
    ...(credentials && { credentials }),
  });
}
