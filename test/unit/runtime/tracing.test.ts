import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { bundleOptions } from '../../../infra/backend/bundle';
import { startFunction } from '../../../infra/local-cloud/functions/lambda-function';
import { localCredentials } from '../../../infra/local-cloud/local-credentials';
import { startReaper } from '../../../infra/local-cloud/processes/reaper';
import { gatewayEvent } from '../gateway-event';

const root = 'Root=1-6b034f24-763c2e28c42ed1e8df0af203;Parent=c976001ea114d7e1';

/** The real bundle in a function environment whose X-Ray daemon is the test. No table: health is a 503. */
test('a sampled request is traced, with its service and its cold start; another one is not', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'groundwork-trace-'));
  buildSync(bundleOptions('services/items/handler.ts', directory));
  const daemon = createSocket('udp4').bind(0, '127.0.0.1');
  await once(daemon, 'listening');
  const segments: Record<string, unknown>[] = [];
  daemon.on('message', (packet) => segments.push(JSON.parse(packet.toString().split('\n')[1] ?? '{}')));
  const reaper = startReaper();
  const logs: string[] = [];
  const items = startFunction(
    {
      name: 'items',
      arn: 'arn:aws:lambda:us-east-1:000000000000:function:items',
      handler: 'index.handler',
      codeDirectory: directory,
      memoryMb: 512,
      timeoutSeconds: 10,
      environment: {
        ALLOWED_ORIGIN: 'http://localhost:3000',
        POWERTOOLS_SERVICE_NAME: 'items',
        SERVICE_VERSION: '1.0.0',
        STAGE: 'dev',
        TABLE_NAME: 'items',
      },
      region: 'us-east-1',
      logGroup: 'items',
      logFormat: 'JSON',
      runtime: 'nodejs24.x',
    },
    {
      reaper,
      credentials: localCredentials,
      onLog: (line) => logs.push(line),
      extraEnvironment: {
        AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:9',
        AWS_XRAY_DAEMON_ADDRESS: `127.0.0.1:${(daemon.address() as AddressInfo).port}`,
      },
    },
  );
  try {
    const event = JSON.stringify(gatewayEvent({ resource: '/items/{id}', params: { id: 'no-id' } }));
    await items.invoke(event, `${root};Sampled=0`);
    const sampled = once(daemon, 'message');
    const outcome = await items.invoke(event, `${root};Sampled=1`);
    await sampled;
    expect(outcome).toMatchObject({
      outcome: 'answered',
      payload: expect.stringContaining('"statusCode":404'),
    });
    expect(segments).toEqual([
      expect.objectContaining({
        name: '## handler',
        trace_id: '1-6b034f24-763c2e28c42ed1e8df0af203',
        annotations: { ColdStart: false, Service: 'items' },
      }),
    ]);
    const lines = logs.map((line) => JSON.parse(line));
    expect(lines).toEqual(
      [1, 2].map(() => expect.objectContaining({ message: 'GET /items/{id}', status: 404 })),
    );
    expect(lines[0]).toMatchObject({ requestId: 'request-1', service: 'items', level: 'INFO' });
    // The whole of a request's line: nothing that a user sent is in it.
    expect(Object.keys(lines[0]).sort()).toEqual([
      'durationMs',
      'invocationId',
      'level',
      'message',
      'requestId',
      'sampling_rate',
      'service',
      'status',
      'timestamp',
      'xray_trace_id',
    ]);
  } finally {
    await items.stop();
    await reaper.stop();
    daemon.close();
    rmSync(directory, { recursive: true });
  }
});
