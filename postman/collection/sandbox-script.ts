import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Script } from '../scenario';
import type { Event } from './format';

/** Each file is a script of its own, with globals that only the sandbox has: nothing that tsc could check. */
const forTheCompiler = '// @ts-nocheck\n';

/** The text of a file of sandbox/, with `options` in front if it has any. */
export function linesOf({ file, options }: Script): string[] {
  const text = readFileSync(join(__dirname, '..', 'sandbox', `${file}.js`), 'utf8')
    .replace(forTheCompiler, '')
    .trimEnd();
  const given = Object.keys(options).length > 0 ? [`const options = ${JSON.stringify(options)};`] : [];
  return [...given, ...text.split('\n')];
}

/** The first line keeps Postman's old global names away: a third of a script's time, and names such as `data`. */
export function event(listen: Event['listen'], lines: readonly string[]): Event {
  return { listen, script: { type: 'text/javascript', exec: ['"use sandbox2";', ...lines] } };
}
