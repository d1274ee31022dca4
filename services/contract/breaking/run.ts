import { join } from 'node:path';
import { githubStep } from '../github-step';
import { readArguments, UsageError, usage } from './arguments';
import { baseDocument, currentDocument } from './base';
import { compareDocuments } from './compare';
import { annotationsOf, consoleLines, summaryOf } from './report';

const root = join(__dirname, '../../..');
const say = (line: string) => console.log(line);

function main(argv: readonly string[]): number {
  const given = readArguments(argv);
  if (given === 'help') {
    say(usage);
    return 0;
  }
  const github = githubStep(process.env, say);
  const { name, document } = baseDocument(root, given);
  if (document === undefined) {
    const message = `${name} has no services/openapi.json yet: there is nothing to compare with.`;
    say(message);
    github?.report([], `## Changes of the API\n\n${message}`);
    return 0;
  }
  const found = compareDocuments(document, currentDocument(root));
  for (const line of consoleLines(found, name)) say(line);
  github?.report(annotationsOf(found), summaryOf(found, name));
  return given.fail && found.some(({ verdict }) => verdict === 'breaking') ? 1 : 0;
}

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  console.error((error as Error).message);
  if (error instanceof UsageError) console.error('`npm run breaking -- --help` lists the options.');
  process.exitCode = 2;
}
