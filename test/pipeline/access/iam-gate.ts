import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a permission policy of ours consists of, with everything filled in. */
export interface PermissionPolicy {
  readonly Statement: ReadonlyArray<{
    readonly Effect: string;
    readonly Action: string | readonly string[];
    readonly Resource: string | readonly string[];
  }>;
}

export interface IamGate {
  readonly endpoint: string;
  /** What the key asked for itself, as `action resource`, each once. */
  readonly asked: ReadonlySet<string>;
  readonly refused: ReadonlySet<string>;
  stop(): Promise<void>;
}

/**
 * Stands before moto, which enforces no permissions, and lets one access key do only what a policy allows. Other keys,
 * such as those of the roles that it takes on, are let through.
 */
export async function startIamGate(
  upstream: string,
  key: string,
  policy: PermissionPolicy,
): Promise<IamGate> {
  const asked = new Set<string>();
  const refused = new Set<string>();
  const server = createServer(async (incoming, answer) => {
    const body = Buffer.concat(await incoming.toArray());
    const action = incoming.headers.authorization?.includes(`Credential=${key}/`)
      ? actionOf(incoming, body.toString())
      : undefined;
    if (action) asked.add(`${action.name} ${action.resource}`);
    if (!action || allows(policy, action)) return forward(upstream, incoming, body, answer);
    refused.add(`${action.name} ${action.resource}`);
    const message = `User: ${key} is not authorized to perform: ${action.name} on resource: ${action.resource}`;
    answer.writeHead(403, { 'content-type': 'text/xml' });
    answer.end(
      `<ErrorResponse><Error><Code>AccessDenied</Code><Message>${message}</Message></Error></ErrorResponse>`,
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://localhost:${(server.address() as AddressInfo).port}`,
    asked,
    refused,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

interface Action {
  readonly name: string;
  readonly resource: string;
}

function actionOf({ headers, method, url }: IncomingMessage, body: string): Action {
  const [, region, service] =
    /Credential=[^/]+\/\d+\/([^/]+)\/([^/]+)\//.exec(headers.authorization ?? '') ?? [];
  const form = new URLSearchParams(body);
  const operation = form.get('Action') ?? headers['x-amz-target'] ?? `${method} ${url}`;
  const stack = form.get('StackName');
  const resource =
    form.get('RoleArn') ?? (stack ? `arn:aws:cloudformation:${region}:123456789012:stack/${stack}/*` : '*');
  return { name: `${service}:${operation}`, resource };
}

function allows({ Statement }: PermissionPolicy, { name, resource }: Action): boolean {
  // AWS asks for no permission for this one.
  if (name === 'sts:GetCallerIdentity') return true;
  return Statement.some(
    ({ Effect, Action, Resource }) =>
      Effect === 'Allow' && [Action].flat().includes(name) && [Resource].flat().includes(resource),
  );
}

function forward(upstream: string, incoming: IncomingMessage, body: Buffer, answer: ServerResponse): void {
  const { method, url, headers } = incoming;
  const { 'transfer-encoding': _, ...others } = headers;
  const onward = request(
    upstream + url,
    { method, headers: { ...others, 'content-length': body.length } },
    (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(answer);
    },
  );
  onward.on('error', () => answer.destroy());
  onward.end(body);
}
