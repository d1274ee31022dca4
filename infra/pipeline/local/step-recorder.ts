import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface StepResult {
  readonly title: string;
  readonly outcome: 'passed' | 'failed' | 'stopped' | 'skipped';
  readonly milliseconds: number;
  /** The last lines of one that failed. */
  readonly tail: readonly string[];
  /** Where all that it printed is kept. */
  readonly log: string;
}

/** Shows the steps of a run as they go. */
export interface RunView {
  begin(title: string): StepView;
}

export interface StepView {
  line(text: string): void;
  end(result: StepResult): Promise<void>;
}

export type Say = (text: string) => void;

/** Runs steps, and keeps what became of each. */
export interface StepRecorder {
  readonly results: readonly StepResult[];
  /** @returns whether it passed */
  step(title: string, work: (say: Say) => Promise<void>): Promise<boolean>;
  skip(title: string): void;
}

/** As much as fits on a screen, together with the table. */
const tailLines = 16;

/** @param logs a directory for what the steps print */
export function createStepRecorder(logs: string, view: RunView, signal: AbortSignal): StepRecorder {
  const results: StepResult[] = [];
  const logOf = (title: string) => join(logs, `${title.toLowerCase().replaceAll(' ', '-')}.txt`);
  const skip = (title: string) => {
    results.push({ title, outcome: 'skipped', milliseconds: 0, tail: [], log: logOf(title) });
  };

  return {
    results,
    skip,
    async step(title, work) {
      if (signal.aborted) {
        skip(title);
        return false;
      }
      const started = performance.now();
      const shown = view.begin(title);
      const lines: string[] = [];
      const say = (text: string) => {
        lines.push(...text.split('\n'));
        shown.line(text);
      };
      const outcome = await outcomeOf(work, say, signal);
      const result: StepResult = {
        title,
        outcome,
        milliseconds: performance.now() - started,
        tail: outcome === 'failed' ? lines.filter(isTelling).slice(-tailLines) : [],
        log: logOf(title),
      };
      await appendFile(result.log, `${lines.join('\n')}\n`);
      results.push(result);
      await shown.end(result);
      return outcome === 'passed';
    },
  };
}

/** Frames of a stack say where the tools were, and not what is wrong. */
function isTelling(line: string): boolean {
  return line.trim() !== '' && !/^\s+at .*(:\d+|\(.*\)|<anonymous>)$/.test(line);
}

async function outcomeOf(
  work: (say: Say) => Promise<void>,
  say: Say,
  signal: AbortSignal,
): Promise<StepResult['outcome']> {
  try {
    await work(say);
    return 'passed';
  } catch (error) {
    if (signal.aborted) return 'stopped';
    say((error as Error).message);
    return 'failed';
  }
}
