import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a permission policy of ours consists of, with everything filled in. */
export interface PermissionPolicy {
  readonly Statement: ReadonlyArray<{
    readonly Effect: string;
    readonly Action: string | readonly string[];
    readonly Resource: string | readonly string[];
    readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  }>;
}

export interface IamGate {
  readonly endpoint: string;
  /** What the key asked for itself, as `action resource`, each once. */
  readonly asked: ReadonlySet<string>;
  readonly refused: ReadonlySet<string>;
  stop(): Promise<void>;
}

type Tags = Readonly<Record<string, string>>;

interface GateOptions {
  readonly upstream: string;
  /** The access key that may do no more than this. */
  readonly key: string;
  readonly policy: PermissionPolicy;
  /** Those of a resource, for a policy that asks for one. */
  readonly tagsOf?: (resource: string) => Promise<Tags>;
}

/**
 * Stands before moto, which enforces no permissions, and lets one access key do only what a policy allows. Other keys,
 * such as those of the roles that it takes on, are let through.
 */
export async function startIamGate({ upstream, key, policy, tagsOf }: GateOptions): Promise<IamGate> {
  const asked = new Set<string>();
  const refused = new Set<string>();
  const server = createServer(async (incoming, answer) => {
    const body = Buffer.concat(await incoming.toArray());
    const action = incoming.headers.authorization?.includes(`Credential=${key}/`)
      ? actionOf(incoming, body.toString())
      : undefined;
    if (!action) return forward(upstream, incoming, body, answer);
    asked.add(`${action.name} ${action.resource}`);
    const tags = (await tagsOf?.(action.resource)) ?? {};
    if (allows(policy, action, tags)) return forward(upstream, incoming, body, answer);
    refused.add(`${action.name} ${action.resource}`);
    refuse(incoming, answer, `User: ${key} is not authorized to perform: ${action.name}`);
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
  const arn = (resource: string) => `arn:aws:${service}:${region}:123456789012:${resource}`;
  if (service === 'cognito-idp') {
    const operation = String(headers['x-amz-target']).split('.').at(-1);
    return { name: `${service}:${operation}`, resource: arn(`userpool/${JSON.parse(body).UserPoolId}`) };
  }
  const form = new URLSearchParams(body);
  const operation = form.get('Action') ?? headers['x-amz-target'] ?? `${method} ${url}`;
  const stack = form.get('StackName');
  const resource = form.get('RoleArn') ?? (stack ? arn(`stack/${stack}/*`) : '*');
  return { name: `${service}:${operation}`, resource };
}

function allows({ Statement }: PermissionPolicy, { name, resource }: Action, tags: Tags): boolean {
  // AWS asks for no permission for this one.
  if (name === 'sts:GetCallerIdentity') return true;
  return Statement.some(
    ({ Effect, Action, Resource, Condition = {} }) =>
      Effect === 'Allow' &&
      [Action].flat().includes(name) &&
      [Resource].flat().some((pattern) => matches(pattern, resource)) &&
      Object.entries(Condition).every(([operator, wanted]) => isMet(operator, wanted, tags)),
  );
}

/** A star at the end stands for whatever comes there. */
function matches(pattern: string, resource: string): boolean {
  return pattern.endsWith('/*') ? resource.startsWith(pattern.slice(0, -1)) : resource === pattern;
}

/** @throws on whatever it does not know, so that a test never passes on a guess */
function isMet(operator: string, wanted: Readonly<Record<string, string>>, tags: Tags): boolean {
  if (operator !== 'StringEquals') throw new Error(`The operator ${operator} is not known here.`);
  return Object.entries(wanted).every(([key, value]) => {
    const [, tag] = /^aws:ResourceTag\/(.+)$/.exec(key) ?? [];
    if (!tag) throw new Error(`The condition key ${key} is not known here.`);
    return tags[tag] === value;
  });
}

/** In the language that is spoken: some services have XML, others JSON. */
function refuse({ headers }: IncomingMessage, answer: ServerResponse, message: string): void {
  if (headers['content-type']?.startsWith('application/x-amz-json')) {
    answer.writeHead(400, { 'content-type': headers['content-type'] });
    answer.end(JSON.stringify({ __type: 'AccessDeniedException', message }));
    return;
  }
  answer.writeHead(403, { 'content-type': 'text/xml' });
  answer.end(
    `<ErrorResponse><Error><Code>AccessDenied</Code><Message>${message}</Message></Error></ErrorResponse>`,
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
