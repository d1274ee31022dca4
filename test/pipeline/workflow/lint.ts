import { pathToFileURL } from 'node:url';
import { github } from './github-library';

/** What GitHub's own language service says of a workflow, as `path:line:column: error: …`; nothing when it is fine. */
export async function lintWorkflow(path: string, text: string): Promise<string[]> {
  const document = github.TextDocument.create(pathToFileURL(path).href, 'yaml', 1, text);
  // It remembers by path, for an editor that says when a file has changed.
  github.clearCache();
  const diagnostics = await github.languageService.validate(document);
  return diagnostics.map(({ range, severity, message }) => {
    const place = `${path}:${range.start.line + 1}:${range.start.character + 1}`;
    // The protocol's default, when a diagnostic has no severity, is left to the client: take it seriously.
    return `${place}: ${severities[severity ?? 1]}: ${message}`;
  });
}

// A mistake of its own it only logs, and then finds nothing.
github.languageService.registerLogger({
  error: (message) => {
    throw new Error(`GitHub's language service failed: ${message}`);
  },
  warn() {},
  info() {},
  log() {},
});

const severities = { 1: 'error', 2: 'warning', 3: 'information', 4: 'hint' };
