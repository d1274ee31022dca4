import { once } from 'node:events';
import { createServer } from 'node:net';

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
    const other = `choose another: npm start -- --port ${port + 1}`;
    if (code === 'EADDRINUSE')
      throw new Error(`Port ${port} is in use; stop what listens there, or ${other}`);
    throw new Error(`Port ${port} cannot be used (${message}); ${other}`);
  }
  server.close();
  await once(server, 'close');
}
