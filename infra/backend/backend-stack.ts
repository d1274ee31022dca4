import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { services } from '../../services';
import type { StageSettings } from '../stages';
import { Api } from './api';
import { constructId } from './construct-id';
import { outputs } from './outputs';
import { ServiceFunction } from './service-function';
import { ServiceTable } from './service-table';

/** One stage's stack: for every service a table and a function, and one API in front of them all. */
export class BackendStack extends Stack {
  readonly apiUrl: CfnOutput;

  constructor(scope: Construct, settings: StageSettings) {
    super(scope, 'Backend', {
      stackName: `groundwork-${settings.name}`,
      description: `Groundwork, ${settings.name}: the API of the website ${settings.origin}`,
      terminationProtection: settings.protected,
    });
    const api = new Api(this, settings);
    for (const service of services) {
      const name = constructId(service.contract.service);
      const table = new ServiceTable(this, `${name}Table`, settings);
      const handler = new ServiceFunction(this, `${name}Function`, { settings, service, table });
      api.addService(service.contract, handler);
    }
    api.answerTheRest();
    this.apiUrl = new CfnOutput(this, outputs.apiUrl, {
      value: api.url,
      description: 'Where the API answers',
    });
  }
}
