import type { Json, Kept, Step } from '../scenario';

/** The checks of one step, as the JavaScript that Postman shows beside the request and runs. */
export function checksOf(step: Step): string[] {
  return [
    ...answers(step.answers),
    ...Object.entries(step.sends ?? {}).flatMap(([name, value]) =>
      test(`sends ${name} ${value}`, [
        `pm.expect(pm.response.headers.get(${quote(name)})).to.equal(${resolved(value)});`,
      ]),
    ),
    ...Object.entries(step.shows ?? {}).flatMap(([path, value]) => shows(path, value)),
    ...(step.same ? same(step.same) : []),
    ...(step.pointsAt ? pointsAt(step.pointsAt) : []),
    ...Object.entries(step.keeps ?? {}).flatMap(([variable, kept]) => keeps(variable, kept)),
  ];
}

/** That an answer is a documented one is checked for every request; here it only has to be no failure. */
function answers(status: Step['answers']): string[] {
  return status === 'documented'
    ? test('does not fail', ['pm.expect(pm.response.code).to.be.below(500);'])
    : test(`answers ${status}`, [`pm.expect(pm.response.code).to.equal(${status});`]);
}

function shows(path: string, value: Json): string[] {
  const got = path.split('.').reduce((code, member) => `${code}?.[${quote(member)}]`, 'pm.response.json()');
  if (typeof value !== 'object' || value === null) {
    return test(`shows ${path}`, [`pm.expect(${got}).to.equal(${resolved(value)});`]);
  }
  // Chai cuts objects short in its messages; this one is read in a log.
  return test(`shows ${path}`, [
    `const got = ${got};`,
    `pm.expect(got, \`\${JSON.stringify(got)} instead of \${JSON.stringify(${resolved(value)})}\`).to.eql(${resolved(value)});`,
  ]);
}

function same(variable: string): string[] {
  return test(`has the same body as ${variable}`, [
    'const got = pm.response.json();',
    `const expected = JSON.parse(pm.collectionVariables.get(${quote(variable)}));`,
    `pm.expect(got, \`\${JSON.stringify(got)} instead of \${JSON.stringify(expected)}\`).to.eql(expected);`,
  ]);
}

function pointsAt(pointers: readonly string[]): string[] {
  return test(`points at ${pointers.map((pointer) => pointer || 'the whole').join(' and ')}`, [
    'const pointers = (pm.response.json().errors || []).map(({ pointer }) => pointer);',
    `pm.expect(pointers).to.have.members(${JSON.stringify(pointers)});`,
  ]);
}

function keeps(variable: string, kept: Kept): string[] {
  return test(`gives ${variable} to later requests`, [
    `const value = ${source(kept)};`,
    `pm.expect(value, 'value').to.be.a('string').that.is.not.empty;`,
    `pm.collectionVariables.set(${quote(variable)}, value);`,
  ]);
}

function source(kept: Kept): string {
  if (kept === 'body') return 'JSON.stringify(pm.response.json())';
  // Location is a path; the sandbox has no URL class to resolve it with.
  if (kept === 'location') {
    return "pm.request.url.toString().replace(/^(https?:..[^/]+).*$/, '$1') + pm.response.headers.get('Location')";
  }
  const [place, name = ''] = kept.split(/\.(.*)/s);
  if (place === 'header') return `pm.response.headers.get(${quote(name)})`;
  return `pm.response.json()${name
    .split('.')
    .map((member) => `[${quote(member)}]`)
    .join('')}`;
}

function test(name: string, lines: readonly string[]): string[] {
  return [`pm.test(${quote(name)}, () => {`, ...lines.map((line) => `  ${line}`), '});'];
}

/** A value as code; `{{variables}}` in its strings are filled in when the script runs. */
function resolved(value: Json): string {
  const text = JSON.stringify(value);
  if (!text.includes('{{')) return typeof value === 'string' ? quote(value) : text;
  if (typeof value === 'string') return `pm.variables.replaceIn(${quote(value)})`;
  return `JSON.parse(${quote(text)}, (_, part) => (typeof part === 'string' ? pm.variables.replaceIn(part) : part))`;
}

function quote(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}
