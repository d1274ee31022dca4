import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const readme = read('README.md');
const scripts = Object.keys(JSON.parse(read('package.json')).scripts);

test('every command that the README gives to run is run by a test or by CI', () => {
  const commands = [...readme.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block = '']) =>
    block
      .trim()
      .split('\n')
      .map((line) => line.trim()),
  );
  expect(commands).toEqual([
    'npm ci', // .ci/run
    'npm start', // test/end-to-end/start.test.ts
    'TOKEN=$(npm run --silent token -- --url http://127.0.0.1:4000/dev)', // the same test, as it is printed
    expect.stringMatching(
      /^curl -i http:\/\/127\.0\.0\.1:4000\/dev\/items -H "Authorization: Bearer \$TOKEN" /,
    ),
    'npm test', // npm run check
    'npm run contract -- --url http://127.0.0.1:4000/dev', // test/end-to-end/contract.test.ts
    'npm run pipeline', // test/pipeline/local/pipeline.test.ts
    'npm run bootstrap -- --dry-run', // test/pipeline/access/bootstrap.test.ts
    'npm run bootstrap', // test/pipeline/access/moto.test.ts
  ]);
});

test.each([
  'README.md',
  'CONTRIBUTING.md',
  '.ci/run',
  '.github/workflows/ci.yml',
  '.github/workflows/deploy.yml',
])('the scripts named in %s exist', (file) => {
  const named = [...read(file).matchAll(/npm run ([\w:]+)/g)].map(([, script]) => script);
  for (const script of named) expect(scripts).toContain(script);
});

test.each(['README.md', 'CONTRIBUTING.md'])('the files named in %s exist', (file) => {
  const named = [...read(file).matchAll(/`((?:infra|services|postman|test|docs)\/[\w./-]*\w)`/g)].map(
    ([, path = '']) => path,
  );
  const own = named.filter((path) => !path.startsWith('services/notes'));
  expect(own.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

test('CI runs the check that the README gives', () => {
  expect(read('.ci/run')).toContain('npm run check');
  expect(read('.github/workflows/ci.yml')).toContain('npm run check');
});
