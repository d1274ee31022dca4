import { request as ask, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A stage seen through somebody who writes down every secret that passes. */
export interface RecordingProxy {
  readonly url: string;
  /** All tokens and passwords that were sent or answered. */
  readonly secrets: ReadonlySet<string>;
  stop(): Promise<void>;
}

interface Options {
  /** The stage behind it. */
  readonly url: string;
  /** Hears of each request that passes. */
  readonly onRequest?: (method: string, path: string) => void;
  /** Whether the stage is to put the token that it was sent into its answers. */
  readonly echoes?: boolean;
}

export async function startRecordingProxy({ url, onRequest, echoes }: Options): Promise<RecordingProxy> {
  const stage = new URL(url);
  const secrets = new Set<string>();
  const note = (text: string) => {
    for (const [token] of text.matchAll(/eyJ[\w-]+\.[\w-]+\.[\w-]+/g)) secrets.add(token);
    for (const [, secret = ''] of text.matchAll(/"(?:Password|PASSWORD|RefreshToken)":"([^"]+)"/g)) {
      secrets.add(secret);
    }
  };
  const server = createServer((request, response) => {
    const { method = '', url: path = '', headers, rawHeaders } = request;
    note(headers.authorization ?? '');
    onRequest?.(method, path);
    const onward = ask(
      { host: stage.hostname, port: stage.port, method, path, headers: rawHeaders },
      (answer) => {
        const echoed = echoes && path.startsWith('/dev/items') && answer.statusCode === 200;
        const { 'content-length': _, ...kept } = answer.headers;
        const etag = `"${headers.authorization}"`;
        response.writeHead(answer.statusCode ?? 502, echoed ? { ...kept, etag } : answer.headers);
        collect(answer, (text) => {
          note(text);
          response.end(
            echoed ? text.replace('{', `{"echo":${JSON.stringify(headers.authorization)},`) : text,
          );
        });
      },
    );
    onward.on('error', () => response.destroy());
    collect(request, (text) => {
      note(text);
      onward.end(text);
    });
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${stage.pathname}`,
    secrets,
    stop: () => new Promise<void>((resolve) => server.close(() => resolve()).closeAllConnections()),
  };
}

function collect(stream: NodeJS.ReadableStream, done: (text: string) => void): void {
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  stream.on('end', () => done(Buffer.concat(chunks).toString('utf8')));
}
