import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { services } from '../../services';
import type { StageSettings } from '../stages';
import { Api } from './api';
import { constructId } from './construct-id';
import { outputs } from './outputs';
import { ServiceFunction } from './service-function';
import { ServiceTable } from './service-table';
import { StageUserPool } from './user-pool';

/** One stage's stack: its users, for every service a table and a function, and one API in front of them all. */
export class BackendStack extends Stack {
  readonly apiUrl: CfnOutput;
  readonly userPoolId: CfnOutput;
  readonly userPoolClientId: CfnOutput;

  constructor(scope: Construct, settings: StageSettings) {
    super(scope, 'Backend', {
      stackName: `groundwork-${settings.name}`,
      description: `Groundwork, ${settings.name}: the API of the website ${settings.origin}`,
      terminationProtection: settings.protected,
    });
    const users = new StageUserPool(this, 'Users', settings);
    const api = new Api(this, { settings, users, contracts: services.map(({ contract }) => contract) });
    for (const service of services) {
      const name = constructId(service.contract.service);
      const table = new ServiceTable(this, `${name}Table`, settings);
      const handler = new ServiceFunction(this, `${name}Function`, { settings, service, table });
      api.addService(service.contract, handler);
    }
    api.answerTheRest();
    this.apiUrl = this.#output(outputs.apiUrl, api.url, 'Where the API answers');
    this.userPoolId = this.#output(outputs.userPoolId, users.userPoolId, 'The users of the stage');
    this.userPoolClientId = this.#output(
      outputs.userPoolClientId,
      users.client.userPoolClientId,
      'The website, as its users sign in to it',
    );
    this.#output(outputs.signInUrl, users.signInUrl, 'Where people sign in');
  }

  #output(name: string, value: string, description: string): CfnOutput {
    return new CfnOutput(this, name, { value, description });
  }
}
