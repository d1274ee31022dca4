import { stages } from '../../infra/stages';
import { environmentFile } from '../../postman/collection/environment-file';
import { environments } from '../../postman/environments';

test('there is an environment for every stage, with its origin', () => {
  const deployed = environments.filter(({ name }) => name !== 'local');
  expect(deployed.map(({ name, stage, origin }) => ({ name, stage, origin }))).toEqual(
    stages.map(({ name, origin }) => ({ name, stage: name, origin })),
  );
});

test('local is the stage dev, where npm start serves it', () => {
  const [local] = environments;
  expect(local).toEqual({
    name: 'local',
    stage: 'dev',
    baseUrl: 'http://127.0.0.1:4000/dev',
    origin: stages.find(({ name }) => name === 'dev')?.origin,
  });
});

test('an environment says where its URL is to be found', () => {
  const [prod] = environments.filter(({ name }) => name === 'prod').map(environmentFile);
  const baseUrl = prod?.values.find(({ key }) => key === 'baseUrl');
  expect(baseUrl?.description).toContain('ApiUrl');
  expect(new URL(baseUrl?.value ?? '').hostname).toMatch(/\.invalid$/);
});
