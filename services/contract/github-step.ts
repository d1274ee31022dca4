import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';

export interface Annotation {
  readonly level: 'error' | 'warning';
  readonly title: string;
  readonly message: string;
}

/** What a step of GitHub Actions can tell beyond its log. */
export interface GithubStep {
  /**
   * From here on nothing that is printed is taken for a workflow command. GitHub reads commands from every line of
   * both streams, indented ones too, and text that a service has sent may hold one.
   */
  hold(): void;
  /** Ends the hold, shows annotations at the run, and appends Markdown to its summary. */
  report(annotations: readonly Annotation[], summary: string): void;
}

/** GitHub shows no more annotations of a level for each step, and drops the others without a word. */
const shownAtMost = 10;

/** The step of GitHub Actions that this process runs in; none, when it runs anywhere else. */
export function githubStep(env: NodeJS.ProcessEnv, say: (line: string) => void): GithubStep | undefined {
  const file = env.GITHUB_STEP_SUMMARY;
  if (env.GITHUB_ACTIONS !== 'true' || !file) return undefined;
  let token: string | undefined;
  return {
    hold() {
      token = randomUUID();
      say(`::stop-commands::${token}`);
    },
    report(annotations, summary) {
      if (token) say(`::${token}::`);
      token = undefined;
      for (const annotation of withinLimit(annotations)) say(command(annotation));
      try {
        appendFileSync(file, `${summary.trimEnd()}\n\n`);
      } catch (error) {
        say(`The summary could not be written: ${(error as Error).message}`);
      }
    },
  };
}

function withinLimit(annotations: readonly Annotation[]): readonly Annotation[] {
  const shown = annotations.slice(0, shownAtMost - 1);
  const [next, ...rest] = annotations.slice(shownAtMost - 1);
  if (!next || rest.length === 0) return annotations;
  const message = `GitHub shows ${shownAtMost} a step: the others are in the summary and the log.`;
  return [...shown, { level: next.level, title: `And ${rest.length + 1} more`, message }];
}

function command({ level, title, message }: Annotation): string {
  const property = data(cut(title, 200)).replaceAll(':', '%3A').replaceAll(',', '%2C');
  return `::${level} title=${property}::${data(cut(message, 1000))}`;
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** Text inside of Markdown, on one line: every character that Markdown could take for its own is written as its number. */
export function markdown(text: string, atMost = 500): string {
  return cut(text, atMost)
    .replaceAll(/\r\n|[\r\u2028\u2029]/g, '\n')
    .replaceAll(/[^\P{Cc}\n]/gu, '\ufffd')
    .replaceAll(/[!#$%&()*+:<>@[\\\]^_`{|}~]/g, (character) => `&#${character.charCodeAt(0)};`)
    .replaceAll('\n', '<br>');
}

function cut(text: string, atMost: number): string {
  const characters = [...text.toWellFormed()];
  return characters.length > atMost ? `${characters.slice(0, atMost).join('')}…` : characters.join('');
}

/** A Markdown table; its cells are text, and nothing in them is Markdown. */
export function markdownTable(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
): readonly string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const texts = rows.map((cells) => line(cells.map((cell) => markdown(cell))));
  return [line(heads), line(heads.map(() => '---')), ...texts];
}
