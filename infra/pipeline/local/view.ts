import { Listr } from 'listr2';
import { coloured } from '../../develop/screen';
import type { RunView, StepResult } from './step-recorder';

/** How many of its last lines a step shows while it runs. With more, the library repeats some. */
const liveLines = 1;

/** Shows each step as it goes: alive in a terminal, and in a log as a line at its begin and one at its end. */
export function createView(): RunView {
  return process.stdout.isTTY ? terminalView() : logView();
}

export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

function logView(): RunView {
  return {
    begin(title) {
      console.log(`${title} ...`);
      return {
        line() {},
        async end({ outcome, milliseconds }) {
          console.log(`  ${outcome} after ${seconds(milliseconds)}`);
        },
      };
    },
  };
}

function terminalView(): RunView {
  return {
    begin(title) {
      let finish: (result: StepResult) => void = () => {};
      const ended = new Promise<StepResult>((resolve) => {
        finish = resolve;
      });
      let shown: { output: string } | undefined;
      const list = new Listr(
        [
          {
            title,
            rendererOptions: { outputBar: liveLines },
            async task(_, task) {
              shown = task as { output: string };
              const started = performance.now();
              const clock = setInterval(() => {
                task.title = `${title} ${coloured('dim', seconds(performance.now() - started))}`;
              }, 100);
              const { outcome, milliseconds } = await ended;
              clearInterval(clock);
              task.title = `${title} ${coloured('dim', seconds(milliseconds))}`;
              if (outcome !== 'passed') throw new Error(outcome);
            },
          },
        ],
        {
          exitOnError: false,
          // Ctrl-C is for the run, which has something to tidy up.
          registerSignalListeners: false,
          rendererOptions: { showErrorMessage: false, collapseErrors: false },
        },
      );
      const done = list.run();
      return {
        line(text) {
          if (shown) shown.output = text;
        },
        async end(result) {
          finish(result);
          await done;
        },
      };
    },
  };
}
