import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stages } from '../../../infra/stages';
import { childrenCalled, gone } from '../../end-to-end/processes';
import { scratchCopy } from '../../end-to-end/scratch-copy';
import { breakService, mendProd, mendService, throttleProd, withSmallCollection } from '../faulty-copies';
import { create, items } from '../own-items';
import { type Ended, runPipeline, startPipeline } from './npm-pipeline';

// Several builds and contract runs in one test, on a machine that may have other things to do.
jest.setTimeout(180_000);

// Before the copy is removed, which is registered next.
afterAll(() => runPipeline(copy.root, ['--stop']));
const copy = withSmallCollection(scratchCopy());

function urlOf({ stages }: Ended, name: string): string {
  return stages[name]?.url ?? '';
}

/** What becomes of each step when the tests of a stage fail, or none do. */
function expected(failing?: string): Record<string, string> {
  let state = 'passed';
  const table: Record<string, string> = { Build: state };
  for (const { name } of stages) {
    table[`Deploy ${name}`] = state;
    table[`Contract ${name}`] = name === failing ? 'FAILED' : state;
    if (name === failing) state = 'skipped';
  }
  return table;
}

/** One story, as each run goes on where the one before has left the stages. */
let green: Ended;
let kept: unknown;

test('a first run whose prod is unfit says that there is nothing to go back to', async () => {
  throttleProd(copy);
  const { code, output, table } = await runPipeline(copy.root);
  mendProd(copy);
  expect(code).toBe(1);
  expect(table).toEqual({ ...expected('prod'), 'Put prod back': 'FAILED' });
  expect(output).toMatch(/There is nothing to go back to: no run that passed is kept/);
});

test('both stages are deployed and tested, and left up side by side', async () => {
  green = await runPipeline(copy.root, ['--keep']);
  expect(green).toMatchObject({
    code: 0,
    table: expected(),
    stages: {
      dev: { state: 'up, with the version of this run' },
      prod: { state: 'up, with the version of this run' },
    },
  });
  kept = await create(urlOf(green, 'prod'), 'to be kept');
  expect(await items(urlOf(green, 'prod'))).toEqual([[kept]]);
  expect(await items(urlOf(green, 'dev'))).toEqual([[]]);
});

test('a fault in the service stops it after dev; prod goes on with the version before', async () => {
  breakService(copy);
  const { code, output, table, stages: up } = await runPipeline(copy.root);
  mendService(copy);
  expect(code).toBe(1);
  expect(table).toEqual(expected('dev'));
  const lastScreen = output.trimEnd().split('\n').slice(-24).join('\n');
  expect(lastScreen).toMatch(/data should NOT have additional properties/);
  expect(up.prod).toMatchObject({
    url: urlOf(green, 'prod'),
    state: expect.stringMatching(/^up, with the version of run /),
  });
  expect(await create(urlOf(green, 'dev'), 'faulty')).toHaveProperty('extra');
  expect(await items(urlOf(green, 'prod'))).toEqual([[kept]]);
});

test('a setting that is wrong in prod alone puts prod back as it was, with its data', async () => {
  throttleProd(copy);
  const { code, output, table, stages: up } = await runPipeline(copy.root);
  mendProd(copy);
  expect(code).toBe(1);
  expect(table).toEqual({
    ...expected('prod'),
    'Put prod back': 'passed',
    'Contract prod after the rollback': 'passed',
  });
  expect(output).toMatch(/429/);
  expect(up.prod?.state).toMatch(/^up, with the version of run /);
  const answers = await items(urlOf(green, 'prod'), 5);
  expect(answers).toEqual(answers.map(() => [kept]));
  expect(readFileSync(join(copy.root, 'reports/contract-prod.xml'), 'utf8')).toMatch(/<failure/);
  expect(readFileSync(join(copy.root, 'reports/after-rollback/contract-prod.xml'), 'utf8')).not.toMatch(
    /<failure/,
  );
});

test('Ctrl-C stops it; a version of prod that was not tested to its end does not stay', async () => {
  throttleProd(copy);
  const run = startPipeline(copy.root);
  await run.printed(/Contract prod \.\.\./);
  expect((await runPipeline(copy.root)).output).toMatch(
    /Another npm run pipeline is at work here \(process \d+\)/,
  );
  const children = childrenCalled('postman/run', run.child.pid);
  run.child.kill('SIGINT');
  const { code, table } = await run.ended;
  mendProd(copy);
  expect({ code, table }).toEqual({ code: 130, table: { ...expected(), 'Contract prod': 'stopped' } });
  await gone(children);
  const answers = await items(urlOf(green, 'prod'), 5);
  expect(answers).toEqual(answers.map(() => [kept]));
});

test('no run has left a token anywhere, and no user of its tests', () => {
  const files = readdirSync(copy.root, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
    .map((entry) => join(entry.parentPath, entry.name));
  expect(files.filter((file) => /contract-prod\.xml$/.test(file)).length).toBeGreaterThan(1);
  expect(files.filter((file) => /stages\/\w+\/log\.txt$/.test(file)).length).toBeGreaterThan(1);
  // Any token at all: three parts, of which the first two are JSON.
  expect(files.filter((file) => /eyJ[\w-]+\.eyJ[\w-]+\.[\w-]+/.test(readFileSync(file, 'latin1')))).toEqual(
    [],
  );
  const users = files.filter((file) => file.endsWith('.users.json'));
  expect(users.length).toBeGreaterThan(1);
  for (const file of users) expect(readFileSync(file, 'utf8')).not.toContain('@throwaway.invalid');
});

test('--stop stops what was left up, and a run without --keep leaves nothing up', async () => {
  const { code, output } = await runPipeline(copy.root, ['--stop']);
  expect({ code, output }).toEqual({
    code: 0,
    output: stages.map(({ name }) => `Stopped ${name}.\n`).join(''),
  });
  await expect(fetch(urlOf(green, 'prod'))).rejects.toThrow();
  expect(existsSync(join(copy.root, '.groundwork/pipeline/lock'))).toBe(false);
});

test('--fresh begins anew, whatever is there, and --stage goes no further; what cannot be built is said without a stack', async () => {
  copy.write('.groundwork/pipeline/state.json', 'null');
  const refused = await runPipeline(copy.root);
  expect(refused.output).toMatch(/state\.json cannot be read; npm run pipeline -- --fresh begins anew/);
  copy.edit('services/items/handler.ts', 'const handlers', 'const = handlers');
  const { code, output, table } = await runPipeline(copy.root, ['--fresh', '--stage', 'dev']);
  expect({ code, table }).toEqual({
    code: 1,
    table: { Build: 'FAILED', 'Deploy dev': 'skipped', 'Contract dev': 'skipped' },
  });
  expect(output).toMatch(/handler\.ts:\d+:\d+: ERROR/);
  expect(output).not.toMatch(/^[ │]*at .*:\d+:\d+\)?$/m);
});

test.each([
  [['--stage', 'nowhere'], /There is no stage nowhere in infra\/stages\.ts; there is: dev, /],
  [['--colour'], /Unknown option '--colour'/],
])('%j is a mistake, and said to be one', async (args, message) => {
  const { code, output } = await runPipeline(copy.root, args);
  expect(code).toBe(2);
  expect(output).toMatch(message);
  expect(output).not.toMatch(/^\s+at /m);
});

test.each([
  ['nonsense', 2, /AWS_ENDPOINT_URL=nonsense is not a URL such as http:/],
  ['localhost:4566', 2, /AWS_ENDPOINT_URL=localhost:4566 is not a URL such as http:/],
  ['http://127.0.0.1:1', 1, /Nothing answers at AWS_ENDPOINT_URL=http:\/\/127\.0\.0\.1:1/],
])('the endpoint %s is refused before anything is built', async (endpoint, exit, message) => {
  const { code, output, table } = await runPipeline(copy.root, [], { AWS_ENDPOINT_URL: endpoint });
  expect({ code, table }).toEqual({ code: exit, table: {} });
  expect(output).toMatch(message);
});
