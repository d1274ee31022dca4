import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import {
  AccessLogFormat,
  AuthorizationType,
  EndpointType,
  type IResource,
  JsonSchemaType,
  JsonSchemaVersion,
  LambdaIntegration,
  LogGroupLogDestination,
  Method,
  MethodLoggingLevel,
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
import { addGatewayResponses } from './gateway-responses';
import { addMethodNotAllowed, addNotFound, addPreflight } from './mock-answers';

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

/** The REST API of a stage: the routes of its services, and an answer in the documented shape to everything else. */
export class Api extends Construct {
  readonly url: string;
  private readonly restApi: RestApi;
  private readonly validator: RequestValidator;
  private readonly jsonObject: Model;

  constructor(
    scope: Construct,
    private readonly settings: StageSettings,
  ) {
    super(scope, 'Api');
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
        loggingLevel: MethodLoggingLevel.ERROR,
        accessLogDestination: new LogGroupLogDestination(logGroup),
        accessLogFormat: AccessLogFormat.custom(accessLog),
        throttlingRateLimit: throttle.rate,
        throttlingBurstLimit: throttle.burst,
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
    addGatewayResponses(this.restApi, settings.origin);
    this.acknowledge();
  }

  /** Sends the routes of a contract to a function. */
  addService(contract: Contract, handler: IFunction): void {
    const integration = new LambdaIntegration(handler, { allowTestInvoke: false });
    for (const route of Object.values(contract.routes)) {
      this.restApi.root.resourceForPath(route.path).addMethod(route.method, integration, {
        authorizationType: AuthorizationType.NONE,
        ...this.validationOf(route),
      });
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

  private acknowledge(): void {
    const open = 'There is no sign-in yet: the API is open, and says so in the README.';
    for (const [id, reason] of [
      [
        'AwsSolutions-APIG3',
        'A web ACL costs 5 USD a month and more; throttling bounds what a flood can cost.',
      ],
      ['AwsSolutions-APIG4', open],
      ['AwsSolutions-COG4', open],
    ] as const) {
      Validations.of(this.restApi).acknowledge({ id, reason });
    }
  }
}

function resourcesUnder(root: IResource): IResource[] {
  return [root, ...root.node.children.filter((child) => child instanceof Resource).flatMap(resourcesUnder)];
}

function methodsOf(resource: IResource): string[] {
  return resource.node.children.filter((child) => child instanceof Method).map((method) => method.httpMethod);
}
