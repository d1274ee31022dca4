import { setTimeout as pause } from 'node:timers/promises';
import { fetchText } from './fetch-text';

const pauseMs = 500;
const oneTryMs = 10_000;

/**
 * Waits until the stage says that it is well: a stage just deployed may take a moment.
 * @returns the name that the stage gives itself
 * @throws an error that says what came last, when it has not done so in time
 */
export async function waitForHealth(
  url: string,
  { seconds, signal, say }: { seconds: number; signal: AbortSignal; say(line: string): void },
): Promise<string> {
  const end = Date.now() + seconds * 1000;
  let last = '';
  for (;;) {
    const answer = await ask(`${url}/health`, Math.max(1, Math.min(oneTryMs, end - Date.now())), signal);
    if ('stage' in answer) return answer.stage;
    signal.throwIfAborted();
    if (last === '') {
      say(`Waiting up to ${seconds} s for ${url}/health. The URL ends with the stage, as in /dev.`);
    }
    if (answer.problem !== last) say(`  ${answer.problem}`);
    last = answer.problem;
    if (Date.now() + pauseMs > end)
      throw new Error(`${url}/health was not well within ${seconds} s: ${last}`);
    await pause(pauseMs, undefined, { signal });
  }
}

async function ask(
  url: string,
  ms: number,
  signal: AbortSignal,
): Promise<{ stage: string } | { problem: string }> {
  try {
    const { status, text } = await fetchText(url, { ms, signal });
    if (status !== 200) return { problem: `it answers ${status}` };
    return { stage: stageIn(text) };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

/** Only to fill in what was not asked for; whether the answer is as it should be is for the collection to say. */
function stageIn(text: string): string {
  try {
    return String(JSON.parse(text).stage);
  } catch {
    return '';
  }
}
