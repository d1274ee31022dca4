import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type * as Expressions from '@actions/expressions';
import type * as LanguageService from '@actions/languageservice';
import { buildSync } from 'esbuild';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { devDependencies } from '../../../package.json';

interface GitHubLibrary {
  readonly expressions: typeof Expressions;
  readonly languageService: typeof LanguageService;
  readonly clearCache: () => void;
  readonly TextDocument: typeof TextDocument;
}

const entry = `
  export * as expressions from '@actions/expressions';
  export * as languageService from '@actions/languageservice';
  export { clearCache } from '@actions/languageservice/utils/workflow-cache';
  export { TextDocument } from 'vscode-languageserver-textdocument';
`;

/** GitHub's own evaluator and linter. Node 20 cannot load them as they are: ES modules that import JSON. */
export const github: GitHubLibrary = require(bundled());

function bundled(): string {
  const cache = resolve(__dirname, '../../../node_modules/.cache/groundwork');
  const versions = [devDependencies['@actions/languageservice'], devDependencies['@actions/expressions']];
  const key = createHash('sha256')
    .update([entry, ...versions].join())
    .digest('hex')
    .slice(0, 12);
  const file = join(cache, `github-actions-${key}.cjs`);
  if (existsSync(file)) return file;
  const { outputFiles } = buildSync({
    stdin: { contents: entry, resolveDir: __dirname },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    write: false,
  });
  const [bundle] = outputFiles;
  if (bundle === undefined) throw new Error('esbuild has written nothing.');
  mkdirSync(dirname(file), { recursive: true });
  // Test files run side by side: none may load half a bundle.
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, bundle.text);
  renameSync(draft, file);
  return file;
}
