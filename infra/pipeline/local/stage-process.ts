import { startLocalCloud } from '../../local-cloud';
import { PortInUseError } from '../../local-cloud/rest-api/server';

/** What the process that serves a stage is told to serve. */
export interface StageOrder {
  readonly assemblyDirectory: string;
  readonly stage: string;
  readonly dataDirectory: string;
  /** Another one is taken when somebody listens there. */
  readonly port: number;
}

/** What it answers, once. */
export type StageAnswer = { readonly outputs: Readonly<Record<string, string>> } | { readonly error: string };

/** Sent to it when it is to stay after the pipeline has ended. */
export const stay = 'stay';

async function main(order: StageOrder): Promise<void> {
  const onEvent = (event: object) => console.log(JSON.stringify(event));
  const start = (port: number) => startLocalCloud({ ...order, port, onEvent });
  const cloud = await start(order.port).catch((error) => {
    if (error instanceof PortInUseError) return start(0);
    throw error;
  });
  const stop = () =>
    void cloud.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  process.once('SIGTERM', stop);
  process.once('disconnect', stop);
  process.on('message', (message) => {
    if (message !== stay) return;
    process.off('disconnect', stop);
    process.disconnect();
  });
  answer({ outputs: cloud.outputs });
}

function answer(message: StageAnswer): void {
  process.send?.(message);
}

if (require.main === module) {
  main(JSON.parse(process.argv[2] ?? '{}')).catch((error: Error) => {
    answer({ error: error.message });
    process.exitCode = 1;
    process.disconnect?.();
  });
}
