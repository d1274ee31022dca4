/** How often it is checked whether npm is still there, in milliseconds. */
const parentCheckMs = 200;

/**
 * Resolves when this process is told to stop: by Ctrl-C, by a signal, or because npm, through which Ctrl-C would
 * arrive, was killed. Told again, the process ends at once; its children are ended by their reaper.
 */
export async function whenToldToStop(): Promise<void> {
  await new Promise<void>((resolve) => {
    let told = false;
    const stop = () => {
      if (told) process.exit(130);
      told = true;
      resolve();
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
    if (process.env.npm_lifecycle_event) whenOrphaned(stop);
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
