import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { npmStart, repository, type Started, temporaryDirectory } from './npm-start';
import { scratchCopy } from './scratch-copy';
import { signedIn } from './signed-in';

const readme = readFileSync(join(repository, 'README.md'), 'utf8');
const section = readme.slice(readme.indexOf('## Add a resource'), readme.indexOf('## Deploy it to AWS'));
const copy = scratchCopy();
const data = temporaryDirectory();
let running: Started | undefined;

afterAll(() => running?.stop());

const run = (script: string) =>
  execFileSync('npm', ['run', '--silent', script], { cwd: copy.root, stdio: 'pipe' }).toString();

test('the README’s files, put where it says, make a second resource', async () => {
  const files = [...section.matchAll(/in `([^`]+)`[^`]*```ts\n([\s\S]*?)```/g)];
  expect(files.map(([, path]) => path)).toEqual([
    'services/notes/contract.ts',
    'services/notes/store.ts',
    'services/notes/handler.ts',
    'services/notes/service.ts',
    'services/index.ts',
  ]);
  for (const [, path = '', content = ''] of files) copy.write(path, content);
  run('generate');
  run('types');
  run('lint');

  running = await npmStart({ root: copy.root, data });
  const ask = await signedIn(running.url);
  const created = await ask('/notes', {
    method: 'POST',
    body: JSON.stringify({ text: 'remember' }),
    headers: { 'Content-Type': 'application/json' },
  });
  expect(created.status).toBe(201);
  const location = created.headers.get('location')?.replace(/^\/dev/, '') ?? '';
  expect((await fetch(`${running.url}${location}`)).status).toBe(401);
  const stranger = await signedIn(running.url, 'stranger@example.com');
  expect((await stranger(location)).status).toBe(404);
  expect(await (await ask(location)).json()).toEqual(await created.json());
  expect((await ask(location, { method: 'DELETE' })).status).toBe(204);
  expect((await ask(location)).status).toBe(404);
  expect((await fetch(`${running.url}/notes`, { method: 'DELETE' })).headers.get('allow')).toBe(
    'POST, OPTIONS',
  );
  expect((await ask('/items')).status).toBe(200);
}, 120_000);
