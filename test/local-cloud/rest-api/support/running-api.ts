import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { InvocationOutcome } from '../../../../infra/local-cloud/functions/invocation';
import type { AccessEntry } from '../../../../infra/local-cloud/rest-api/access-log';
import type { TokenCheckByArn } from '../../../../infra/local-cloud/rest-api/authorize';
import { createRestApi, type RestApi } from '../../../../infra/local-cloud/rest-api/rest-api';
import { type RestApiServer, serveRestApi } from '../../../../infra/local-cloud/rest-api/server';
import { ACCOUNT, FUNCTION_ARN, physicalIdOf, REGION, type TemplateSpec, template } from './template';

type FunctionInTest = (event: APIGatewayProxyEvent, traceId: string) => unknown;

/** Settings of an API under test. */
export interface ApiInTest extends TemplateSpec {
  /** Plays the function; what it returns is its answer, unless it is an outcome. Echoes the event by default. */
  invoke?: FunctionInTest;
  /** The user pools; none by default. */
  tokenCheckByArn?: TokenCheckByArn;
  now?: () => number;
  requestTimeoutMs?: number;
  stopGraceMs?: number;
}

/** An API under test, with everything it was asked. */
export interface RunningApi {
  readonly api: RestApi;
  readonly server: RestApiServer;
  readonly port: number;
  readonly events: APIGatewayProxyEvent[];
  readonly traceIds: string[];
  readonly accesses: AccessEntry[];
}

const echo: FunctionInTest = (event) => ({ statusCode: 200, body: JSON.stringify(event) });
const servers: RestApiServer[] = [];

// Whatever a test started ends with it.
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

/** Creates an API without serving it. */
export function createApiInTest(
  settings: ApiInTest,
  heard: Omit<RunningApi, 'api' | 'server' | 'port'>,
): RestApi {
  const play = settings.invoke ?? echo;
  const invoke = async (eventJson: string, traceId: string): Promise<InvocationOutcome> => {
    const event = JSON.parse(eventJson);
    heard.events.push(event);
    heard.traceIds.push(traceId);
    const result = await play(event, traceId);
    const isOutcome = typeof result === 'object' && result !== null && 'outcome' in result;
    return isOutcome
      ? (result as InvocationOutcome)
      : { outcome: 'answered', payload: JSON.stringify(result) };
  };
  return createRestApi({
    template: template(settings),
    restApiLogicalId: 'Api',
    physicalIdOf,
    accountId: ACCOUNT,
    region: REGION,
    invokeByArn: (arn) => (arn === FUNCTION_ARN ? invoke : undefined),
    tokenCheckByArn: settings.tokenCheckByArn ?? (() => undefined),
    onAccess: (entry) => heard.accesses.push(entry),
    ...(settings.now ? { now: settings.now } : {}),
  });
}

/** Serves an API until the end of the test. */
export async function run(settings: ApiInTest): Promise<RunningApi> {
  const heard = { events: [], traceIds: [], accesses: [] };
  const api = createApiInTest(settings, heard);
  const server = await serveRestApi({
    api,
    port: 0,
    ...(settings.requestTimeoutMs ? { requestTimeoutMs: settings.requestTimeoutMs } : {}),
    ...(settings.stopGraceMs ? { stopGraceMs: settings.stopGraceMs } : {}),
  });
  servers.push(server);
  return { api, server, port: server.port, ...heard };
}
