import { type Annotation, markdown, markdownTable } from '../github-step';
import type { Change, Verdict } from './change';

const heads: Readonly<Record<Verdict, (count: number) => string>> = {
  breaking: (count) => `${changes(count)} can break a client:`,
  unjudged: (count) => `${changes(count)} cannot be judged here; look at ${count === 1 ? 'it' : 'each'}:`,
  compatible: (count) => `${changes(count)} break${count === 1 ? 's' : ''} nobody:`,
};
const verdicts = Object.keys(heads) as Verdict[];

/** The changes for whoever reads a terminal: what can break a client in full, the rest in a line each. */
export function consoleLines(found: readonly Change[], base: string): readonly string[] {
  if (found.length === 0) return [nothing(base)];
  return groups(found).flatMap(({ verdict, head, list }, index) => [
    ...(index > 0 ? ['', head] : [head]),
    ...list.flatMap((change) => {
      const line = `  ${change.routes.join(', ')}: ${change.sentence}`;
      return verdict === 'compatible' ? [line] : ['', line, `    ${change.pointer}`];
    }),
  ]);
}

/** The changes as the summary of a step of GitHub Actions. */
export function summaryOf(found: readonly Change[], base: string): string {
  const tables = groups(found).flatMap(({ head, list }) => [
    `### ${head}`,
    '',
    ...markdownTable(
      ['Routes', 'Change', 'Where'],
      list.map(({ routes, sentence, pointer }) => [routes.join('\n'), sentence, pointer]),
    ),
    '',
  ]);
  const intro = found.length === 0 ? [markdown(nothing(base))] : [`Compared with ${markdown(base)}.`, ''];
  return ['## Changes of the API', '', ...intro, ...tables].join('\n');
}

/** What can break a client, or cannot be judged, as annotations of a run on GitHub Actions. */
export function annotationsOf(found: readonly Change[]): readonly Annotation[] {
  return groups(found)
    .filter(({ verdict }) => verdict !== 'compatible')
    .flatMap(({ list }) => list)
    .map(({ verdict, routes, sentence, pointer }) => ({
      level: 'warning',
      title: `${verdict === 'breaking' ? 'Can break a client' : 'Cannot be judged'}: ${routes.join(', ')}`,
      message: `${sentence} (${pointer})`,
    }));
}

function groups(found: readonly Change[]) {
  return verdicts
    .map((verdict) => ({ verdict, list: found.filter((change) => change.verdict === verdict) }))
    .filter(({ list }) => list.length > 0)
    .map(({ verdict, list }) => ({ verdict, list, head: heads[verdict](list.length) }));
}

function nothing(base: string): string {
  return `The API is as in ${base}, for all that a client can notice.`;
}

function changes(count: number): string {
  return count === 1 ? '1 change' : `${count} changes`;
}
