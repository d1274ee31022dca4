import { type Annotation, githubStep, markdown, markdownTable } from '../../services/contract/github-step';
import type { RunArguments } from './arguments';
import { numbers } from './console-report';
import type { Outcome } from './contract-run';

/** The summary of a step may have a megabyte. */
const listedAtMost = 50;

/** Tells GitHub Actions what came of a run, as a summary and annotations; anywhere else it does nothing. */
export function createGithubReport(env: NodeJS.ProcessEnv, say: (line: string) => void) {
  const step = githubStep(env, say);
  let given: RunArguments | undefined;

  const tested = () => `Contract tests of ${given?.stage || 'a stage'}`;

  function report(annotations: readonly Annotation[], good: boolean, lines: readonly string[]): void {
    const where = given && `${markdown(given.url)} for the website ${markdown(given.origin)}`;
    const head = [`## ${good ? '✓' : '✗'} ${markdown(tested())}`, '', ...(where ? [where, ''] : [])];
    step?.report(annotations, [...head, ...lines].join('\n'));
  }

  return {
    /** Before anything is printed that a stage has sent. */
    begin(what: RunArguments): void {
      given = what;
      step?.hold();
    },

    /** At the end of a run that has come to one. */
    end({ good, stage, executed, found, left, milliseconds }: Outcome): void {
      if (given) given = { ...given, stage };
      const failures = found.map(({ request, what, detail }) => error(`${request}: ${what}`, detail));
      const remains = left.map((one) => error('Still there, and could not be deleted', one));
      report([...failures, ...remains], good, [
        numbers(executed, found, milliseconds),
        ...listed(
          ['Request', 'Check', 'Expected, and what came', 'Request id'],
          found.map(({ request, what, detail, exchange = '', requestId = '' }) => [
            exchange ? `${request}\n${exchange}` : request,
            what,
            detail,
            requestId,
          ]),
        ),
        ...listed(
          ['Still there, and could not be deleted'],
          left.map((one) => [one]),
        ),
      ]);
    },

    /** When there was no run, or none to its end. */
    failed(problem: string): void {
      report([error(tested(), problem)], false, [markdown(problem)]);
    },
  };
}

function error(title: string, message: string): Annotation {
  return { level: 'error', title, message };
}

function listed(heads: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  if (rows.length === 0) return [];
  const more = rows.length - listedAtMost;
  const table = markdownTable(heads, rows.slice(0, listedAtMost));
  return ['', ...table, ...(more > 0 ? ['', `${more} more are in the log.`] : [])];
}
