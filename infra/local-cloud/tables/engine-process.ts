import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import type { Reaper } from '../processes/reaper';

/** An engine that runs as a child and comes back when it dies. */
export interface EngineProcess {
  readonly endpoint: string;
  stop(): Promise<void>;
}

export interface EngineOptions {
  readonly binary: string;
  /** The file that holds all tables. */
  readonly file: string;
  readonly reaper: Reaper;
  /** Hears that the engine ended and what is done about it. */
  readonly onRestart: (message: string) => void;
}

/** An engine that dies this often within its first second will not live any longer the next time. */
const hopelessAfter = 5;

/**
 * Starts the engine on a free port with its data in one file. When it ends without being told to, it is started
 * again on the same port: its file holds everything that was acknowledged.
 *
 * @throws when it does not come up, with what it printed
 */
export async function startEngine(options: EngineOptions): Promise<EngineProcess> {
  const port = await freePort();
  let stopping = false;
  let failures = 0;
  let child = await launch();

  async function launch(): Promise<ChildProcess> {
    const started = performance.now();
    // In a group of its own: Ctrl-C in the terminal is for the parent, which then stops the engine last.
    const engine = spawn(options.binary, ['serve', '--port', String(port), '--db-path', options.file], {
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {},
    });
    options.reaper.watch(engine);
    await listening(engine);
    engine.once('exit', (code, signal) => {
      restart(`The DynamoDB engine ended (${signal ?? `exit code ${code}`})`, performance.now() - started);
    });
    return engine;
  }

  /** An engine may also end while it is starting, which says as little about the next time. */
  function restart(story: string, livedForMs: number): void {
    if (stopping) return;
    failures = livedForMs < 1000 ? failures + 1 : 0;
    if (failures >= hopelessAfter) {
      options.onRestart(`${story}, again and again; stop and start again.`);
      return;
    }
    options.onRestart(`${story}; it is started again.`);
    launch().then(
      (next) => {
        child = next;
        if (stopping) next.kill('SIGKILL');
      },
      (error: Error) => restart(error.message, 0),
    );
  }

  return {
    endpoint: `http://127.0.0.1:${port}`,
    async stop() {
      stopping = true;
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGINT');
      const impatience = setTimeout(() => child.kill('SIGKILL'), 2000);
      await gone;
      clearTimeout(impatience);
    },
  };
}

/** Waits for the line by which the engine says that it listens. */
async function listening(engine: ChildProcess): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    let printed = '';
    const read = (chunk: Buffer) => {
      printed = (printed + chunk).slice(-4000);
      if (printed.includes('listening on')) resolve();
    };
    engine.stdout?.on('data', read);
    engine.stderr?.on('data', read);
    engine.once('error', (cause) =>
      reject(new Error(`The DynamoDB engine could not be started: ${cause.message}`)),
    );
    engine.once('exit', () =>
      reject(new Error(['The DynamoDB engine ended at once', printed.trim()].filter(Boolean).join(':\n'))),
    );
  });
}

/** The engine does not say which port it got for port 0, so it is given one that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
