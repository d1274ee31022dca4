import { Duration, Fn, RemovalPolicy, Validations } from 'aws-cdk-lib';
import {
  AccessLogFormat,
  AuthorizationType,
  type CfnAuthorizer,
  CognitoUserPoolsAuthorizer,
  EndpointType,
  type IResource,
  JsonSchemaType,
  JsonSchemaVersion,
  LambdaIntegration,
  LogGroupLogDestination,
  Method,
  type MethodDeploymentOptions,
  MethodLoggingLevel,
  type MethodOptions,
  type Model,
  type RequestValidator,
  Resource,
  RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Contract, Route } from '../../services/contract/contract';
import type { StageSettings } from '../stages';
import { Firewall } from './firewall';
import { addGatewayResponses } from './gateway-responses';
import { acknowledgeOpen, addMethodNotAllowed, addNotFound, addPreflight } from './mock-answers';
import type { StageUserPool } from './user-pool';

/** One line for each request, with nothing that a user sent but the route it went to. */
const accessLog = JSON.stringify({
  requestId: '$context.requestId',
  method: '$context.httpMethod',
  route: '$context.resourcePath',
  status: '$context.status',
  latencyMs: '$context.responseLatency',
  bytes: '$context.responseLength',
  error: '$context.error.responseType',
});

const loggingLevel = MethodLoggingLevel.ERROR;

export interface ApiProps {
  readonly settings: StageSettings;
  readonly users: StageUserPool;
  readonly contracts: readonly Contract[];
}

/** The REST API of a stage: the routes of its services, and an answer in the documented shape to everything else. */
export class Api extends Construct {
  readonly url: string;
  private readonly restApi: RestApi;
  private readonly validator: RequestValidator;
  private readonly jsonObject: Model;
  private readonly authorizer: CognitoUserPoolsAuthorizer;
  private readonly settings: StageSettings;

  constructor(scope: Construct, { settings, users, contracts }: ApiProps) {
    super(scope, 'Api');
    this.settings = settings;
    const { logRetentionDays: retention, throttle } = settings;
    const logGroup = new LogGroup(this, 'AccessLogs', { retention, removalPolicy: RemovalPolicy.DESTROY });
    this.restApi = new RestApi(this, 'RestApi', {
      restApiName: `groundwork-${settings.name}`,
      endpointTypes: [EndpointType.REGIONAL],
      // The role is one for the whole account; a stack that owned it would break the others when it goes.
      cloudWatchRole: false,
      deployOptions: {
        stageName: settings.name,
        tracingEnabled: true,
        loggingLevel,
        accessLogDestination: new LogGroupLogDestination(logGroup),
        accessLogFormat: AccessLogFormat.custom(accessLog),
        throttlingRateLimit: throttle.rate,
        throttlingBurstLimit: throttle.burst,
        methodOptions: limitsOfPosts(contracts, throttle.post),
      },
    });
    this.url = this.restApi.url;
    this.validator = this.restApi.addRequestValidator('Validator', {
      validateRequestBody: true,
      validateRequestParameters: true,
    });
    // Coarse on purpose: what is JSON but wrong is answered by the function, which can say where (see docs/decisions).
    this.jsonObject = this.restApi.addModel('JsonObject', {
      modelName: 'JsonObject',
      schema: { schema: JsonSchemaVersion.DRAFT4, title: 'JsonObject', type: JsonSchemaType.OBJECT },
    });
    this.authorizer = this.signedInUsersOf(users);
    addGatewayResponses(this.restApi, settings.origin);
    if (settings.firewall) new Firewall(this, 'Firewall', { api: this.restApi, ...settings.firewall });
    else this.acknowledgeNoFirewall();
  }

  /** Sends the routes of a contract to a function. */
  addService(contract: Contract, handler: IFunction): void {
    const integration = new LambdaIntegration(handler, { allowTestInvoke: false });
    for (const route of Object.values(contract.routes)) {
      const method = this.restApi.root.resourceForPath(route.path).addMethod(route.method, integration, {
        ...this.accessTo(route),
        ...this.validationOf(route),
      });
      if (route.public) acknowledgeOpen(method, 'The contract says that this route is for everybody.');
    }
  }

  /** Answers what no route does: preflights, wrong methods and unknown paths. To be called when all routes are there. */
  answerTheRest(): void {
    this.restApi.root.addResource('{proxy+}');
    for (const resource of resourcesUnder(this.restApi.root)) {
      const methods = methodsOf(resource);
      addPreflight(resource, methods, this.settings.origin);
      if (methods.length > 0) addMethodNotAllowed(resource, methods, this.settings.origin);
      else addNotFound(resource, this.settings.origin);
    }
  }

  private validationOf(route: Route) {
    if (!route.body) return {};
    return {
      requestValidator: this.validator,
      requestModels: Object.fromEntries(route.body.contentTypes.map((type) => [type, this.jsonObject])),
    };
  }

  private accessTo(route: Route): MethodOptions {
    if (route.public) return { authorizationType: AuthorizationType.NONE };
    return { authorizationType: AuthorizationType.COGNITO, authorizer: this.authorizer };
  }

  /**
   * Lets in whoever has an id token of the stage's own website. Without scopes on a method the gateway takes no
   * access token; that the token is for this client and no other of the pool, it checks only when it is told the
   * expression (API Gateway's documentation of both, see docs/decisions).
   */
  private signedInUsersOf(users: StageUserPool): CognitoUserPoolsAuthorizer {
    const authorizer = new CognitoUserPoolsAuthorizer(this, 'SignedInUsers', {
      cognitoUserPools: [users],
      // A token that has expired should not be let in because it was let in before.
      resultsCacheTtl: Duration.seconds(0),
    });
    const { userPoolClientId } = users.client;
    const ownTokens = Fn.join('', ['^', userPoolClientId, '$']);
    (authorizer.node.defaultChild as CfnAuthorizer).identityValidationExpression = ownTokens;
    // The CDK does not look at it, and an API goes on with what it was last deployed with.
    this.restApi.latestDeployment?.addToLogicalId(ownTokens);
    return authorizer;
  }

  private acknowledgeNoFirewall(): void {
    Validations.of(this.restApi).acknowledge({
      id: 'AwsSolutions-APIG3',
      reason:
        'A firewall costs 7 USD a month; `firewall` in infra/stages.ts adds it. Throttling bounds what a flood can cost.',
    });
  }
}

/** Method settings replace those of the stage as a whole, hence what is to stay is said again. */
function limitsOfPosts(
  contracts: readonly Contract[],
  { rate, burst }: StageSettings['throttle']['post'],
): Record<string, MethodDeploymentOptions> {
  const posts = contracts
    .flatMap(({ routes }) => Object.values(routes))
    .filter(({ method }) => method === 'POST');
  const options = { loggingLevel, throttlingRateLimit: rate, throttlingBurstLimit: burst };
  return Object.fromEntries(posts.map(({ path }) => [`${path}/POST`, options]));
}

function resourcesUnder(root: IResource): IResource[] {
  return [root, ...root.node.children.filter((child) => child instanceof Resource).flatMap(resourcesUnder)];
}

function methodsOf(resource: IResource): string[] {
  return resource.node.children.filter((child) => child instanceof Method).map((method) => method.httpMethod);
}
