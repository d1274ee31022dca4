import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** The open connections of a server. */
export interface Connections {
  /** Ends those that wait for nothing now, and the others as soon as their answers are out. */
  endAll(): void;
}

/**
 * Keeps count of what each connection waits for. Node's own `closeIdleConnections` leaves out connections on
 * which no request has come yet, and those would hold up the end of the server.
 */
export function trackConnections(server: Server): Connections {
  const waiting = new Map<Socket, number>();
  let ending = false;
  const endIfIdle = (socket: Socket) => {
    if (ending && waiting.get(socket) === 0) socket.destroySoon();
  };
  server.on('connection', (socket) => {
    waiting.set(socket, 0);
    socket.on('close', () => waiting.delete(socket));
  });
  server.on('request', ({ socket }, response) => {
    waiting.set(socket, (waiting.get(socket) ?? 0) + 1);
    response.on('close', () => {
      if (waiting.has(socket)) waiting.set(socket, (waiting.get(socket) ?? 1) - 1);
      endIfIdle(socket);
    });
  });
  return {
    endAll: () => {
      ending = true;
      for (const socket of waiting.keys()) endIfIdle(socket);
    },
  };
}
