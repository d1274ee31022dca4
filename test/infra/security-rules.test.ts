import { Stack } from 'aws-cdk-lib';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { BackendStage } from '../../infra/backend/backend-stage';
import { type StageSettings, stages } from '../../infra/stages';
import { findings } from './rules';

test('no stage has a finding that is not explained on its construct', () => {
  const found = findings((app) => {
    for (const settings of stages) new BackendStage(app, settings);
  });
  expect(found).toEqual([]);
});

test('nor has a stage with a firewall', () => {
  const [settings] = stages as [StageSettings];
  const found = findings((app) => {
    new BackendStage(app, { ...settings, firewall: { requestsPerAddress: 2000 } });
  });
  expect(found).toEqual([]);
});

test('the rules are in force: a table without point-in-time recovery is found', () => {
  const found = findings((app) => {
    const partitionKey = { name: 'pk', type: AttributeType.STRING };
    new Table(new Stack(app, 'Careless'), 'Table', { partitionKey });
  });
  expect(found).toEqual(['AwsSolutions-DDB3 at Careless/Table/Resource']);
});
