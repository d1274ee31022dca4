import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { junitReport } from '../../postman/runner/junit-report';
import { claimReport } from '../../postman/runner/report-file';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'reports-'));
});
afterEach(() => rm(directory, { recursive: true }));

test('the name is the same for one run after another', async () => {
  for (const text of ['first', 'second']) {
    const report = await claimReport(directory, 'contract-dev');
    expect(basename(report.path)).toBe('contract-dev.xml');
    await report.write(text);
    await report.release();
  }
  expect(await readdir(directory)).toEqual(['contract-dev.xml']);
  expect(await readFile(join(directory, 'contract-dev.xml'), 'utf8')).toBe('second');
});

test('a run beside another one gets a file of its own', async () => {
  const first = await claimReport(directory, 'contract-dev');
  const second = await claimReport(directory, 'contract-dev');
  expect(second.path).toBe(join(directory, `contract-dev-${process.pid}.xml`));
  await second.release();
  await first.release();
  expect(await readdir(directory)).toEqual([]);
});

test('the claim of a run that has died does not count', async () => {
  await writeFile(join(directory, 'contract-dev.xml.lock'), '4194305');
  await writeFile(join(directory, 'contract-dev.xml'), 'from long ago');
  const report = await claimReport(directory, 'contract-dev');
  expect(basename(report.path)).toBe('contract-dev.xml');
  expect(await readdir(directory)).toEqual(['contract-dev.xml.lock']);
  await report.release();
});

test('what XML cannot hold does not get into the report', () => {
  const checks = [{ name: '<a> & "b"\u0000\ud800', failure: 'line one\nline two', skipped: false }];
  const executed = { id: '1', name: 'x', folder: 'f', request: 'GET /', durationMs: 1, checks, errors: [] };
  const xml = junitReport(
    'contract-dev',
    [executed],
    [{ request: 'y', what: 'is sent', detail: 'not sent' }],
  );
  expect(xml).toContain('x: &#60;a&#62; &#38; &#34;b&#34;\ufffd\ufffd');
  expect(xml).toContain('line one&#10;line two');
  expect(xml).toContain('y: is sent');
});
