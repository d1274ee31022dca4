/** The pairs of a file such as GITHUB_OUTPUT: `name=value`, or `name<<END` … `END` for several lines. */
export function readPairs(text: string): [name: string, value: string][] {
  const pairs: [string, string][] = [];
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  for (let line = lines.shift(); line !== undefined; line = lines.shift()) {
    if (line === '') continue;
    const [, name = '', sign, rest = ''] = /^(.*?)(=|<<)(.*)$/.exec(line) ?? [];
    if (sign === undefined) throw new Error(`Invalid format '${line}'`);
    if (name === '') throw new Error(`Invalid format '${line}'. Name must not be empty`);
    pairs.push([name, sign === '=' ? rest : upTo(rest, lines, line)]);
  }
  return pairs;
}

function upTo(delimiter: string, lines: string[], line: string): string {
  if (delimiter === '') throw new Error(`Invalid format '${line}'. Delimiter must not be empty`);
  const end = lines.indexOf(delimiter);
  if (end < 0) throw new Error(`Invalid value. Matching delimiter not found '${delimiter}'`);
  return lines
    .splice(0, end + 1)
    .slice(0, -1)
    .join('\n');
}
