import { type ForkOptions, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { RunEvent, RunOrder } from '../runner/results';

/** Everything that Newman may know of this machine. Credentials of a cloud are not among it. */
const passedOn = ['PATH', 'TMPDIR', 'TZ', 'LANG', 'NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE'];
const proxies = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'].flatMap((name) => [name, name.toLowerCase()]);

export function passOn(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries([...passedOn, ...proxies].map((name) => [name, env[name]]));
}

/** How long requests under way have to end when a run is to stop. */
const graceMs = 5000;

export interface CollectionRunner {
  /**
   * Runs a collection, once.
   * @returns when Newman is gone, and why if that was too early
   */
  run(order: RunOrder, tell: (event: RunEvent) => void): Promise<{ readonly error?: string }>;
  /** Ends the run after the request that is under way. */
  stop(): void;
}

/**
 * Starts what runs a collection, so that it is ready by the time the stage is: loading Newman takes a while.
 * The only file, with the process it starts, that knows Newman: for another runner, write another one like it.
 */
export function startRunner(): CollectionRunner {
  const options: ForkOptions = { env: passOn(process.env), execArgv: [], serialization: 'advanced' };
  const child = fork(join(__dirname, 'process.cjs'), options);
  const exited = once(child, 'exit');
  return {
    async run(order, tell) {
      let finished: { error?: string } | undefined;
      let mistake: Error | undefined;
      child.on('message', (event: RunEvent) => {
        if (event.type === 'done') finished = event.error === undefined ? {} : { error: event.error };
        try {
          tell(event);
        } catch (error) {
          // Thrown here it would end this process, and leave behind what the run has made.
          mistake ??= error as Error;
          child.kill('SIGKILL');
        }
      });
      if (child.connected) child.send(order);
      // Newman's own limit on a run waits for the script that runs; this one does not.
      const watchdog = setTimeout(() => child.kill('SIGKILL'), order.timeouts.runMs + graceMs);
      const [code, signal] = await exited;
      clearTimeout(watchdog);
      if (mistake) throw mistake;
      return (
        finished ?? {
          error: `Newman ended early (${signal ?? `exit code ${code}`}); its message stands above.`,
        }
      );
    },
    stop() {
      if (child.connected) child.send('stop');
      const force = setTimeout(() => child.kill('SIGKILL'), graceMs);
      exited.finally(() => clearTimeout(force));
    },
  };
}
