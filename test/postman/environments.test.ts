import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stages } from '../../infra/stages';
import { environmentFile, isGenerated } from '../../postman/collection/environment-file';
import { environments, environmentsOf } from '../../postman/environments';
import { scratchCopy } from '../end-to-end/scratch-copy';

const { root, edit, write } = scratchCopy();
const dev = { name: 'dev', origin: 'http://localhost:3000' };
const staging = { name: 'staging', origin: 'https://staging.example.com' };
const prod = { name: 'prod', origin: 'https://www.example.com' };

test('every stage has an environment, with its path and its origin, behind that of npm start', () => {
  expect(environmentsOf([dev, staging, prod])).toEqual([
    { name: 'local', stage: 'dev', baseUrl: 'http://127.0.0.1:4000/dev', origin: dev.origin },
    { ...dev, stage: 'dev', baseUrl: 'https://api-url-of-the-stack.invalid/dev' },
    { ...staging, stage: 'staging', baseUrl: 'https://api-url-of-the-stack.invalid/staging' },
    { ...prod, stage: 'prod', baseUrl: 'https://api-url-of-the-stack.invalid/prod' },
  ]);
  expect(environments.map(({ name }) => name)).toEqual(['local', ...stages.map(({ name }) => name)]);
});

test('without a stage dev, npm start is expected to serve the first one', () => {
  expect(environmentsOf([staging, prod])[0]).toMatchObject({ name: 'local', stage: 'staging' });
});

test('no stage at all, and one that is called local, are refused', () => {
  expect(() => environmentsOf([])).toThrow('infra/stages.ts: there is no stage');
  expect(() => environmentsOf([dev, { ...dev, name: 'local' }])).toThrow(/local .*rename/);
});

test('an environment says where its URL is to be found', () => {
  const [local, ...deployed] = environmentsOf([staging]).map(environmentFile);
  const described = (file: typeof local) => file?.values.find(({ key }) => key === 'baseUrl')?.description;
  expect(described(local)).toContain('`npm start` serves the stage staging');
  expect(deployed.map(described)).toEqual([expect.stringMatching(/ApiUrl of the stack groundwork-staging/)]);
});

test('an environment has no place for tokens: an empty one would hide what is pasted into the collection', () => {
  for (const file of environmentsOf([dev, prod]).map(environmentFile)) {
    expect(file.values.map(({ key }) => key)).toEqual(['baseUrl', 'origin', 'stage']);
  }
});

test('an environment of one’s own is not taken for a generated one', () => {
  const [, generated] = environmentsOf([staging]).map((one) => JSON.stringify(environmentFile(one)));
  expect(isGenerated('staging', generated ?? '')).toBe(true);
  expect(isGenerated('mine', generated ?? '')).toBe(false);
  for (const text of ['{"id":"1"}', 'null', 'not JSON']) expect(isGenerated('staging', text)).toBe(false);
});

test('a stage that comes or goes is a line of infra/stages.ts, and npm run generate', () => {
  const file = join(root, 'postman/environments/qa.json');
  const generate = (...more: string[]) => {
    const args = ['--require', 'tsx/cjs', 'postman/generate.ts', ...more];
    return execFileSync(process.execPath, args, { cwd: root, stdio: 'pipe' }).toString();
  };
  const line = `  { ...${JSON.stringify(stages[0])}, name: 'qa', origin: 'https://qa.example.com' },\n`;
  write('postman/environments/mine.json', '{}');
  edit('infra/stages.ts', 'defineStages([\n', `defineStages([\n${line}`);
  expect(() => generate('--check')).toThrow(/qa\.json is not what would be generated now/);
  expect(generate()).toContain('Wrote postman/environments/qa.json');
  expect(readFileSync(file, 'utf8')).toContain('https://qa.example.com');
  expect(generate('--check')).toBe('');

  edit('infra/stages.ts', line, '');
  expect(() => generate('--check')).toThrow(/qa\.json is of something that is gone/);
  expect(generate()).toContain('Removed postman/environments/qa.json');
  expect(existsSync(file)).toBe(false);
  expect(generate('--check')).toBe('');
  expect(existsSync(join(root, 'postman/environments/mine.json'))).toBe(true);
});
