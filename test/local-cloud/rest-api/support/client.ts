import { request } from 'node:http';
import { connect, type Socket } from 'node:net';

/** What came back. */
export interface Reply {
  status: number;
  /** By lower-case name; repeated ones joined by a comma. */
  headers: Record<string, string>;
  /** In order, spelling kept. */
  rawHeaders: string[];
  body: string;
  bytes: Buffer;
}

interface Options {
  method?: string;
  headers?: Record<string, string | string[]> | string[];
  body?: string | Buffer;
}

/** Sends one request over a connection of its own, the path exactly as given. */
export function send(port: number, path: string, options: Options = {}): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        host: '127.0.0.1',
        port,
        path,
        agent: false,
        method: options.method ?? 'GET',
        headers: options.headers as Record<string, string>,
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const bytes = Buffer.concat(chunks);
          const headers: Record<string, string> = {};
          for (let i = 0; i < response.rawHeaders.length; i += 2) {
            const name = String(response.rawHeaders[i]).toLowerCase();
            const value = String(response.rawHeaders[i + 1]);
            headers[name] = name in headers ? `${headers[name]}, ${value}` : value;
          }
          resolve({
            status: response.statusCode ?? 0,
            headers,
            rawHeaders: response.rawHeaders,
            body: bytes.toString('utf8'),
            bytes,
          });
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(options.body);
  });
}

/** Opens a bare connection. */
export function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket));
    socket.on('error', reject);
  });
}

/** Sends bytes on a bare connection and returns everything that comes back until the server ends it. */
export async function sendBytes(port: number, bytes: string | Buffer): Promise<string> {
  const socket = await open(port);
  socket.write(bytes);
  return untilClosed(socket);
}

/** Everything that a server sends until it ends the connection. */
export function untilClosed(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
    });
    socket.on('end', () => {
      socket.destroy();
      resolve(text);
    });
    socket.on('close', () => resolve(text));
    socket.on('error', () => resolve(text));
  });
}
