import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';

/** An AWS of its own for a test, by moto: it keeps everything in memory and enforces no permissions. */
export interface Moto {
  /** For AWS_ENDPOINT_URL. By name, as moto takes templates from a bucket only if it knows the host for its own. */
  readonly endpoint: string;
  /** Calls one of the services that take a form, such as iam, sts and cloudformation. Resolves with its XML. */
  call(service: string, parameters: Readonly<Record<string, string>>): Promise<string>;
  stop(): Promise<void>;
}

const region = 'eu-west-1';

/** Whether it can be started: it wants Python 3 with `moto[server]`. Says so when it cannot, for tests are skipped. */
export function motoIsHere(): boolean {
  const find = "from importlib.util import find_spec as f; exit(not (f('moto') and f('flask_cors')))";
  const here = spawnSync('python3', ['-c', find]).status === 0;
  if (!here)
    console.warn(
      "Tests against moto are skipped: there is no python3 with moto (pip install 'moto[server]').",
    );
  return here;
}

/** It ends when its input does, and so with whoever started it, whatever ends that. */
const program = `
import os, sys, threading
def end_with_input():
    sys.stdin.read()
    os._exit(0)
threading.Thread(target=end_with_input, daemon=True).start()
from moto.server import main
main(["-H", "127.0.0.1", "-p", "0"])
`;

/** Starts it on a free port, and resolves when it answers. */
export async function startMoto(): Promise<Moto> {
  const child = spawn('python3', ['-u', '-c', program], { stdio: ['pipe', 'ignore', 'pipe'] });
  const ended = once(child, 'exit');
  let printed = '';
  const port = await new Promise<string>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', () => reject(new Error(`moto ended:\n${printed}`)));
    // Read on after the port is known: a full pipe would stop it.
    child.stderr.on('data', (chunk: Buffer) => {
      printed = (printed + chunk).slice(-20_000);
      const [, found] = /Running on http:\/\/127\.0\.0\.1:(\d+)/.exec(printed) ?? [];
      if (found) resolve(found);
    });
  });
  const endpoint = `http://localhost:${port}`;
  return {
    endpoint,
    async call(service, parameters) {
      const credential = `Credential=test/20260101/${region}/${service}/aws4_request`;
      const response = await fetch(endpoint, {
        method: 'POST',
        headers: { authorization: `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host, Signature=none` },
        body: new URLSearchParams(parameters),
      });
      return response.text();
    },
    async stop() {
      child.stdin.end();
      await ended;
    },
  };
}

/**
 * The environment of someone who is signed in there, and nowhere else.
 * @param home a directory of the test's own: the CDK remembers whose account a key belongs to
 */
export function signedIn(endpoint: string, home: string, key = 'test'): NodeJS.ProcessEnv {
  return {
    ...signedOut(home),
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: key,
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: region,
    // moto has no outputs of a stack that was made through a change set.
    CDK_METHOD: 'direct',
  };
}

/** The environment of someone who is signed in nowhere. */
export function signedOut(home: string): NodeJS.ProcessEnv {
  const others = Object.entries(process.env).filter(([name]) => !/^(AWS|CDK|npm)_/.test(name));
  return {
    ...Object.fromEntries(others),
    HOME: home,
    CDK_HOME: home,
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    AWS_EC2_METADATA_DISABLED: 'true',
    NO_COLOR: '1',
  };
}
