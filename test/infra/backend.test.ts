import { outputs } from '../../infra/backend/outputs';
import { problemsOf } from '../../services/contract/contract';
import { contract } from '../../services/items/contract';
import { stageTemplates } from './stage-templates';
import { ofType, type StackTemplate, theOnly } from './synthesise';

const { Dev, Prod } = stageTemplates() as { Dev: StackTemplate; Prod: StackTemplate };

describe('the table', () => {
  test.each([
    ['dev', Dev, false, 'Delete'],
    ['prod', Prod, true, 'Retain'],
  ])(
    'of %s is on demand, encrypted, recoverable, and protected as its stage says',
    (_, template, isProtected, policy) => {
      const table = theOnly(template, 'AWS::DynamoDB::GlobalTable');
      expect(table.Properties).toMatchObject({
        BillingMode: 'PAY_PER_REQUEST',
        SSESpecification: { SSEEnabled: true },
        TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
        Replicas: [
          {
            DeletionProtectionEnabled: isProtected,
            PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
          },
        ],
      });
      expect(table.DeletionPolicy).toBe(policy);
      expect(table.UpdateReplacePolicy).toBe(policy);
    },
  );
});

describe('the function', () => {
  test('runs the newest Node on arm64, logs JSON into its own log group, and is traced', () => {
    expect(theOnly(Dev, 'AWS::Lambda::Function').Properties).toMatchObject({
      Architectures: ['arm64'],
      Handler: 'index.handler',
      LoggingConfig: { LogFormat: 'JSON', LogGroup: { Ref: expect.stringContaining('ItemsFunctionLogs') } },
      Runtime: 'nodejs24.x',
      TracingConfig: { Mode: 'Active' },
    });
  });

  test('is told its table, its stage and the one origin it answers to', () => {
    expect(theOnly(Prod, 'AWS::Lambda::Function').Properties.Environment.Variables).toEqual({
      ALLOWED_ORIGIN: 'https://www.example.com',
      POWERTOOLS_SERVICE_NAME: 'items',
      SERVICE_VERSION: expect.any(String),
      STAGE: 'prod',
      TABLE_NAME: { Ref: expect.stringContaining('ItemsTable') },
    });
  });

  test('may do to its table what its store does, log and trace, and nothing else', () => {
    const policy = theOnly(Dev, 'AWS::IAM::Policy').Properties;
    expect(policy.PolicyDocument.Statement).toEqual([
      {
        Effect: 'Allow',
        Action: ['dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'],
        Resource: { 'Fn::GetAtt': [expect.stringMatching(/^ItemsTable/), 'Arn'] },
      },
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: { 'Fn::GetAtt': [expect.stringMatching(/^ItemsFunctionLogs/), 'Arn'] },
      },
      { Effect: 'Allow', Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], Resource: '*' },
    ]);
    const role = theOnly(Dev, 'AWS::IAM::Role').Properties;
    expect(role).not.toHaveProperty('ManagedPolicyArns');
    expect(role).not.toHaveProperty('Policies');
    expect(role.AssumeRolePolicyDocument.Statement).toEqual([
      { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } },
    ]);
  });

  test('may be invoked by the routes of its API alone', () => {
    const permissions = ofType(Dev, 'AWS::Lambda::Permission');
    expect(permissions).toHaveLength(Object.keys(contract.routes).length);
    for (const { Properties } of permissions) {
      expect(Properties).toMatchObject({
        Action: 'lambda:InvokeFunction',
        Principal: 'apigateway.amazonaws.com',
      });
      expect(JSON.stringify(Properties.SourceArn)).toMatch(/\/(GET|POST|PATCH|DELETE)\//);
    }
  });
});

describe('the API', () => {
  const methods = Object.entries(methodsByPath(Dev));

  test('has every route of the contract, and beside them only what answers the rest', () => {
    expect(Object.fromEntries(methods)).toEqual({
      '/': ['ANY', 'OPTIONS'],
      '/health': ['ANY', 'GET', 'OPTIONS'],
      '/items': ['ANY', 'GET', 'OPTIONS', 'POST'],
      '/items/{id}': ['ANY', 'DELETE', 'GET', 'OPTIONS', 'PATCH'],
      '/{proxy+}': ['ANY', 'OPTIONS'],
    });
  });

  test('checks bodies before it invokes the function', () => {
    expect(theOnly(Dev, 'AWS::ApiGateway::RequestValidator').Properties).toMatchObject({
      ValidateRequestBody: true,
      ValidateRequestParameters: true,
    });
    expect(theOnly(Dev, 'AWS::ApiGateway::Model').Properties).toMatchObject({ Schema: { type: 'object' } });
    const [validatorId] = idsOf(Dev, 'AWS::ApiGateway::RequestValidator');
    const [modelId] = idsOf(Dev, 'AWS::ApiGateway::Model');
    const withBody = ofType(Dev, 'AWS::ApiGateway::Method').filter(
      ({ Properties }) => Properties.RequestModels,
    );
    expect(withBody.map(({ Properties }) => [Properties.HttpMethod, Properties.RequestModels])).toEqual([
      ['POST', { 'application/json': { Ref: modelId } }],
      ['PATCH', { 'application/json': { Ref: modelId }, 'application/merge-patch+json': { Ref: modelId } }],
    ]);
    for (const { Properties } of withBody)
      expect(Properties.RequestValidatorId).toEqual({ Ref: validatorId });
  });

  test('answers its own errors in the shape of all others, each with its status', () => {
    const responses = ofType(Dev, 'AWS::ApiGateway::GatewayResponse');
    for (const { Properties } of responses) {
      const body = JSON.parse(Properties.ResponseTemplates['application/json']);
      expect(body).toEqual({
        type: 'about:blank',
        title: expect.any(String),
        status: Number(Properties.StatusCode),
        detail: expect.any(String),
        requestId: '$context.requestId',
      });
      expect(Properties.ResponseParameters).toMatchObject({
        'gatewayresponse.header.Access-Control-Allow-Origin': "'http://localhost:3000'",
        'gatewayresponse.header.Cache-Control': "'no-store'",
        'gatewayresponse.header.Content-Security-Policy': "'default-src 'none''",
        'gatewayresponse.header.Content-Type': "'application/problem+json'",
        'gatewayresponse.header.X-Content-Type-Options': "'nosniff'",
      });
    }
    const types = responses.map(({ Properties }) => Properties.ResponseType);
    expect(types.sort()).toEqual(gatewayResponseTypes);
  });

  test('documents every status that the gateway can answer to any of its routes', () => {
    for (const route of Object.values(contract.routes)) {
      expect(problemsOf(route)).toEqual(expect.arrayContaining([413, 429, 500, 502, 503, 504]));
    }
  });

  test('allows the one origin of its stage everywhere, and no other anywhere', () => {
    for (const [template, origin] of [
      [Dev, 'http://localhost:3000'],
      [Prod, 'https://www.example.com'],
    ] as const) {
      const text = JSON.stringify(template);
      const allowed = [...text.matchAll(/Access-Control-Allow-Origin":"'([^']*)'"/g)].map(
        ([, value]) => value,
      );
      expect(new Set(allowed)).toEqual(new Set([origin]));
      expect(text).not.toContain('Access-Control-Allow-Credentials');
    }
  });

  test('is throttled, traced and logged, without a role that the whole account would share', () => {
    const stage = theOnly(Dev, 'AWS::ApiGateway::Stage').Properties;
    expect(stage).toMatchObject({
      StageName: 'dev',
      TracingEnabled: true,
      MethodSettings: [
        {
          HttpMethod: '*',
          ResourcePath: '/*',
          ThrottlingRateLimit: 1000,
          ThrottlingBurstLimit: 2000,
          DataTraceEnabled: false,
          LoggingLevel: 'ERROR',
        },
        {
          HttpMethod: 'POST',
          ResourcePath: '/~1items',
          ThrottlingRateLimit: 500,
          ThrottlingBurstLimit: 1000,
          DataTraceEnabled: false,
          LoggingLevel: 'ERROR',
        },
      ],
    });
    expect(Object.keys(JSON.parse(stage.AccessLogSetting.Format))).toEqual([
      'requestId',
      'method',
      'route',
      'status',
      'latencyMs',
      'bytes',
      'error',
    ]);
    expect(ofType(Dev, 'AWS::ApiGateway::Account')).toEqual([]);
  });
});

test('logs are kept as long as the stage says, in groups that go with the stack', () => {
  for (const [template, days] of [
    [Dev, 7],
    [Prod, 90],
  ] as const) {
    const groups = ofType(template, 'AWS::Logs::LogGroup');
    expect(groups.map(({ Properties }) => Properties.RetentionInDays)).toEqual([days, days]);
    expect(groups.map(({ DeletionPolicy }) => DeletionPolicy)).toEqual(['Delete', 'Delete']);
  }
});

test('what others look up is an output, by the name that they look it up by', () => {
  expect(Object.keys(Dev.Outputs)).toEqual(expect.arrayContaining(Object.values(outputs)));
});

const gatewayResponseTypes = [
  'ACCESS_DENIED',
  'API_CONFIGURATION_ERROR',
  'AUTHORIZER_CONFIGURATION_ERROR',
  'AUTHORIZER_FAILURE',
  'BAD_REQUEST_BODY',
  'BAD_REQUEST_PARAMETERS',
  'DEFAULT_4XX',
  'DEFAULT_5XX',
  'EXPIRED_TOKEN',
  'INTEGRATION_FAILURE',
  'INTEGRATION_TIMEOUT',
  'INVALID_API_KEY',
  'INVALID_SIGNATURE',
  'MISSING_AUTHENTICATION_TOKEN',
  'QUOTA_EXCEEDED',
  'REQUEST_TOO_LARGE',
  'RESOURCE_NOT_FOUND',
  'THROTTLED',
  'UNAUTHORIZED',
  'UNSUPPORTED_MEDIA_TYPE',
  'WAF_FILTERED',
];

function idsOf(template: StackTemplate, type: string): string[] {
  return Object.entries(template.Resources).flatMap(([id, { Type }]) => (Type === type ? [id] : []));
}

function methodsByPath(template: StackTemplate): Record<string, string[]> {
  const pathOf = (resourceId: unknown): string => {
    const { Ref } = resourceId as { Ref?: string };
    if (!Ref) return '';
    const { ParentId, PathPart } = template.Resources[Ref]?.Properties ?? {};
    return `${pathOf(ParentId)}/${PathPart}`;
  };
  const paths: Record<string, string[]> = {};
  for (const { Properties } of ofType(template, 'AWS::ApiGateway::Method')) {
    const path = pathOf(Properties.ResourceId) || '/';
    paths[path] = [...(paths[path] ?? []), Properties.HttpMethod].sort();
  }
  return Object.fromEntries(Object.entries(paths).sort(([a], [b]) => a.localeCompare(b)));
}
