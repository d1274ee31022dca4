import { writeFileSync } from 'node:fs';
import { before, contract, copy, summaryFile } from './run-on-github';
import { type Asked, creates, passes } from './tiny-collection';
import { startTinyStage, type TinyStage } from './tiny-stage';

jest.setTimeout(60_000);

let stage: TinyStage | undefined;
beforeEach(() => writeFileSync(summaryFile, before));
afterEach(() => stage?.stop());

async function start(otherwise?: Parameters<typeof startTinyStage>[0]): Promise<string> {
  stage = await startTinyStage(otherwise);
  return stage.url;
}

test('a run that passes adds its numbers to the summary, and annotates nothing', async () => {
  const url = await start();
  const { code, commands, summary } = await contract(
    [{ name: 'it', test: passes }],
    ['--url', url, '--stage', 'dev'],
  );
  expect(code).toBe(0);
  expect(commands).toEqual([]);
  expect(summary).toMatch(
    /^What a step before has written\.\n## ✓ Contract tests of dev\n\nhttp.*\/dev for the website http.*\n\n1 request, 1 check, 0 failures in [\d.]+ s\n\n$/,
  );
});

test('each failure is a row of the summary and an annotation, with the id that is in the logs', async () => {
  const url = await start(() => ({
    status: 200,
    headers: { 'x-amzn-RequestId': 'c0ffee' },
    body: '{"stage":"dev","items":[]}',
  }));
  const asked = { name: 'Read it', test: passes.replace('200', '404') };
  const { code, commands, summary } = await contract([asked], ['--url', url]);
  expect(code).toBe(1);
  expect(commands).toEqual(['::error title=Read it%3A is well::expected 200 to equal 404']);
  expect(summary).toContain('## ✗ Contract tests of dev');
  expect(textOf(summary)).toContain(
    [
      '| Request | Check | Expected, and what came | Request id |',
      '| --- | --- | --- | --- |',
      `| Read it<br>GET ${url}/items → 200 | is well | expected 200 to equal 404 | c0ffee |`,
    ].join('\n'),
  );
});

test('of many failures GitHub is shown ten annotations, the last of which says how many more there are', async () => {
  const url = await start();
  const asked = Array.from({ length: 60 }, (_, index) => ({
    name: `No. ${index}`,
    test: passes.replace('200', '404'),
  }));
  const { commands, summary } = await contract(asked, ['--url', url]);
  expect(commands).toHaveLength(10);
  expect(commands[8]).toMatch(/title=No\. 8/);
  expect(commands[9]).toMatch(/^::error title=And 51 more::/);
  expect(summary.match(/^\| No/gm)).toHaveLength(50);
  expect(summary).toContain('\n10 more are in the log.');
});

test('what could not be deleted is in the summary, too', async () => {
  const url = await start(({ method }) => (method === 'DELETE' ? { status: 403 } : undefined));
  const { commands, summary } = await contract(
    [{ name: 'it', method: 'POST', test: creates }],
    ['--url', url],
  );
  expect(commands).toEqual([
    `::error title=Still there%2C and could not be deleted::${url}/items/1 (DELETE answers 403)`,
    ...['first', 'second'].map((one) =>
      expect.stringMatching(
        `^::error title=Still there%2C and could not be deleted::the user contract-[0-9a-f]{12}-${one}@throwaway.invalid$`,
      ),
    ),
  ]);
  expect(textOf(summary)).toContain(`| ${url}/items/1 (DELETE answers 403) |`);
});

const forged = [
  '| no | row |',
  '::error::forged',
  '  ::add-mask::a',
  'x ##[error]forged',
  '\r::warning::forged',
  '100%0A::error::forged',
  '<b>`*[link](x)',
].join('\n');

test('nothing that a stage sends makes a command, or more of the table than text', async () => {
  const isList = (path = '') => path.endsWith('/items');
  // What is asked by the runner itself, to tidy up, is answered well.
  const url = await start(({ url, headers }) =>
    isList(url) && !headers['user-agent']?.startsWith('Postman')
      ? { status: 200, body: '{"items":[]}' }
      : { status: 200, body: forged },
  );
  const fails = `const text = pm.response.text(); pm.test(text, () => { throw new Error(text); });`;
  const { lines, commands, summary } = await contract(
    [{ name: `it ${forged}`, test: fails }],
    ['--url', url],
  );
  expect(lines.filter((line) => line.includes('::add-mask::')).length).toBeGreaterThan(0);
  const [command = '', ...others] = commands;
  expect(others).toEqual([]);
  const [, title = '', message = ''] = /^::error title=([^:,]*)::(.*)$/.exec(command) ?? [];
  expect(decodeURIComponent(title)).toMatch(/^it \| no \| row \|\n::error::forged\n/);
  expect(decodeURIComponent(message)).toBe(forged);

  const table = summary.split('\n').filter((line) => line.startsWith('|'));
  expect(table).toHaveLength(3);
  for (const line of table) expect(line.split('|')).toHaveLength(6);
  expect(summary.replaceAll('<br>', '')).not.toMatch(/[<>`*[\r]/);
  expect(textOf(table[2] ?? '')).toContain(forged.replaceAll(/[\r\n]/g, '<br>'));
});

test.each<[string, Asked[], string[], number, RegExp]>([
  [
    'a stage that never answers',
    [],
    ['--url', 'http://127.0.0.1:9/dev', '--wait', '0'],
    1,
    /not well within 0 s/,
  ],
  ['another stage', [], ['--url', 'TINY', '--stage', 'prod'], 1, /is the stage dev, not prod/],
  ['a wrong argument', [], ['--url', ''], 2, /Say where the stage answers/],
])('%s is said in the summary and by an annotation', async (_, asked, args, expected, message) => {
  const url = await start();
  const { code, commands, summary } = await contract(
    asked,
    args.map((arg) => arg.replace('TINY', url)),
  );
  expect(code).toBe(expected);
  expect(commands).toEqual([expect.stringMatching(/^::error title=Contract tests of /)]);
  expect(commands[0]).toMatch(message);
  expect(summary).toMatch(/^What a step before has written\.\n## ✗ Contract tests of /);
  expect(summary).toMatch(message);
});

test('a runner that fails itself is said as well', async () => {
  const url = await start();
  copy.write('reports.txt', 'a file where the folder of the reports is to be');
  const { code, commands, summary } = await contract([], ['--url', url, '--report', 'reports.txt']);
  expect(code).toBe(1);
  expect(commands).toEqual([expect.stringMatching(/^::error title=Contract tests of a stage::EEXIST/)]);
  expect(summary).toContain('EEXIST');
});

test('a run that is cancelled says so, and nothing of what it has not come to', async () => {
  const url = await start();
  const asked = Array.from({ length: 200 }, (_, index) => ({ name: `No. ${index}`, test: passes }));
  const { code, commands, summary } = await contract(asked, ['--url', url], { stopAt: 'No. 3' });
  expect(code).toBe(130);
  expect(commands).toEqual(['::error title=Contract tests of a stage::The run was stopped before its end.']);
  expect(summary).toMatch(/\n\nThe run was stopped before its end\.\n\n$/);
});

test('a summary that cannot be written changes nothing but a line', async () => {
  const url = await start();
  const { code, lines } = await contract([{ name: 'it', test: passes }], ['--url', url], {
    env: { GITHUB_STEP_SUMMARY: copy.root },
  });
  expect(code).toBe(0);
  expect(lines).toContainEqual(expect.stringMatching(/^The summary could not be written: EISDIR/));
});

test.each(['GITHUB_ACTIONS', 'GITHUB_STEP_SUMMARY'])(
  'without %s nothing of it is there',
  async (variable) => {
    const url = await start();
    const { code, lines, summary } = await contract(
      [{ name: 'it', test: passes.replace('200', '1') }],
      ['--url', url],
      { env: { [variable]: undefined } },
    );
    expect(code).toBe(1);
    expect(lines.filter((line) => line.includes('::'))).toEqual([]);
    expect(summary).toBe(before);
  },
);

/** What a reader sees of Markdown in which characters are written as their numbers. */
function textOf(text: string): string {
  return text.replaceAll(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
}
