/** How often it is checked whether npm is still there, in milliseconds. */
const parentCheckMs = 200;

/** Ctrl-C may arrive twice: from the terminal, and from npm, which passes it on. Milliseconds. */
const sameMs = 1000;

/**
 * Resolves when this process is told to stop: by Ctrl-C, by a signal, or because npm, through which Ctrl-C would
 * arrive, was killed. Told again, the process ends at once; its children are ended by their reaper.
 *
 * @returns the signal, SIGHUP when npm is gone
 */
export async function whenToldToStop(): Promise<'SIGINT' | 'SIGTERM' | 'SIGHUP'> {
  return await new Promise((resolve) => {
    let toldAt = 0;
    const stop = (signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP') => {
      if (toldAt > 0 && Date.now() - toldAt > sameMs) process.exit(130);
      toldAt ||= Date.now();
      resolve(signal);
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop(signal));
    if (process.env.npm_lifecycle_event) whenOrphaned(() => stop('SIGHUP'));
  });
}

/** There is no event for the end of a parent. */
function whenOrphaned(callback: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    callback();
  }, parentCheckMs);
  timer.unref();
}
