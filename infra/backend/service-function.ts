import { AssetHashType, DockerImage, Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';

import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { buildSync } from 'esbuild';
import packageJson from '../../package.json';
import type { Service } from '../../services/service';
import type { StageSettings } from '../stages';
import { bundleOptions } from './bundle';
import type { ServiceTable } from './service-table';

interface ServiceFunctionProps {
  readonly settings: StageSettings;
  readonly service: Service;
  readonly table: ServiceTable;
}

/** A service's function, allowed to do what its store does to its table, to log and to trace: nothing else. */
export class ServiceFunction extends LambdaFunction {
  constructor(scope: Construct, id: string, { settings, service, table }: ServiceFunctionProps) {
    const logGroup = new LogGroup(scope, `${id}Logs`, {
      retention: settings.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    role.addToPolicy(
      new PolicyStatement({ actions: [...service.tableActions], resources: [table.tableArn] }),
    );
    role.addToPolicy(
      new PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [logGroup.logGroupArn],
      }),
    );
    super(scope, id, {
      description: service.contract.description,
      code: bundled(service.entry),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: 512,
      timeout: Duration.seconds(10),
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      tracing: Tracing.ACTIVE,
      environment: {
        ALLOWED_ORIGIN: settings.origin,
        POWERTOOLS_SERVICE_NAME: service.contract.service,
        SERVICE_VERSION: packageJson.version,
        STAGE: settings.name,
        TABLE_NAME: table.tableName,
      },
    });
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'xray:PutTraceSegments and xray:PutTelemetryRecords cannot be limited to a resource.',
    });
  }
}

/** Bundles on this machine: NodejsFunction would turn to Docker where its esbuild is not found. */
function bundled(entry: string): Code {
  return Code.fromAsset('services', {
    bundling: {
      image: DockerImage.fromRegistry('not-used'),
      // The CDK takes two bundlings of one directory with one command for the same, and keeps the first.
      command: [entry],
      local: {
        tryBundle(directory) {
          buildSync(bundleOptions(entry, directory));
          return true;
        },
      },
    },
    // The output's hash: a change that does not reach the bundle deploys nothing.
    assetHashType: AssetHashType.OUTPUT,
  });
}
