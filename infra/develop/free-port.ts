import { once } from 'node:events';
import { createServer } from 'node:net';
import { PortInUseError } from '../local-cloud/rest-api/server';

/**
 * Finds out at once, rather than after a synthesis, that a port is taken.
 *
 * @throws an error that names a port to try instead
 */
export async function requireFreePort(port: number): Promise<void> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') throw new PortInUseError(port, error);
    throw new Error(`Port ${port} cannot be used (${message}); choose another: npm start -- --port 4001`);
  }
  server.close();
  await once(server, 'close');
}
