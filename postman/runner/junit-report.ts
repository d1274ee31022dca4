import type { Executed } from './results';
import { detailed, type Finding } from './verdict';

/** The run as JUnit XML: a test suite for each folder, a test case for each check, and what is wrong with the run as a whole. */
export function junitReport(name: string, executed: readonly Executed[], found: readonly Finding[]): string {
  const folders = [...new Set(executed.map(({ folder }) => folder))];
  const suites = folders.map((folder) => {
    const inside = executed.filter((one) => one.folder === folder);
    return suite(folder, inside.flatMap(casesOf), seconds(inside));
  });
  const reported = new Set(executed.flatMap(failuresOf).map(({ request, what }) => `${request}\n${what}`));
  const others = found.filter(({ request, what }) => !reported.has(`${request}\n${what}`));
  const rest = others.map((one) => testCase('The run', `${one.request}: ${one.what}`, '0', detailed(one)));
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${escaped(name)}" tests="${countOf(executed) + rest.length}" failures="${found.length}" time="${seconds(executed)}">`,
    ...suites,
    ...(rest.length > 0 ? [suite('The run', rest, '0')] : []),
    '</testsuites>',
    '',
  ].join('\n');
}

function casesOf({ name, folder, checks, durationMs }: Executed): string[] {
  const time = (durationMs / 1000 / Math.max(1, checks.length)).toFixed(4);
  return checks.map((check) =>
    testCase(folder, `${name}: ${check.name}`, time, check.skipped ? 'was skipped' : check.failure),
  );
}

function failuresOf({ name, checks }: Executed) {
  return checks
    .filter(({ failure, skipped }) => skipped || failure !== undefined)
    .map((check) => ({ request: name, what: check.name }));
}

function suite(name: string, cases: readonly string[], time: string): string {
  const failures = cases.filter((one) => one.includes('<failure')).length;
  const attributes = `name="${escaped(name)}" tests="${cases.length}" failures="${failures}" time="${time}"`;
  return [`  <testsuite ${attributes}>`, ...cases, '  </testsuite>'].join('\n');
}

function testCase(folder: string, name: string, time: string, failure?: string): string {
  const attributes = `classname="${escaped(folder)}" name="${escaped(name)}" time="${time}"`;
  if (failure === undefined) return `    <testcase ${attributes}/>`;
  return `    <testcase ${attributes}><failure message="${escaped(failure)}"/></testcase>`;
}

function countOf(executed: readonly Executed[]): number {
  return executed.reduce((sum, { checks }) => sum + checks.length, 0);
}

function seconds(executed: readonly Executed[]): string {
  return (executed.reduce((sum, { durationMs }) => sum + durationMs, 0) / 1000).toFixed(3);
}

/** XML 1.0 has no way to write most control characters and lone surrogates, not even escaped. */
function escaped(text: string): string {
  return (
    text
      .toWellFormed()
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
      .replace(/[&<>"\n\r\t]/g, (character) => `&#${character.charCodeAt(0)};`)
  );
}
