import { styleText } from 'node:util';
import type { CloudEvent } from '../local-cloud';

type Style = 'bold' | 'dim' | 'green' | 'red' | 'yellow';

// Whoever read along may have gone, as in `npm start | head`; the stage goes on.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

/** Writes to a person, in colour where there is a terminal that shows it. */
export const screen = {
  say(text: string): void {
    process.stdout.write(`${text}\n`);
  },

  warn(text: string): void {
    process.stdout.write(`${coloured('yellow', text)}\n`);
  },

  fail(text: string): void {
    process.stderr.write(`${coloured('red', text)}\n`);
  },

  /** One line for each request and each line that a function logs; the function's own request lines are left out. */
  show(event: CloudEvent): void {
    switch (event.kind) {
      case 'request': {
        const { method, path, status, durationMs, error } = event.entry;
        const line = `${coloured(colourOf(status), String(status))} ${method} ${path} ${coloured('dim', `${durationMs} ms`)}`;
        this.say(error ? `${line}\n    ${error}` : line);
        break;
      }
      case 'log':
        if (!isRequestLine(event.line)) this.say(coloured('dim', `    ${event.functionName}: ${event.line}`));
        break;
      case 'mail':
        this.say(`${coloured('bold', `To ${event.mail.to}`)}: ${event.mail.text}`);
        break;
      case 'engine':
        this.warn(event.message);
        break;
    }
  },
};

/** A line that repeats what the gateway's line says already. */
function isRequestLine(line: string): boolean {
  return line.startsWith('{') && line.includes('"level":"INFO"') && line.includes('"invocationId"');
}

function colourOf(status: number): Style {
  if (status >= 500) return 'red';
  return status >= 400 ? 'yellow' : 'green';
}

export function coloured(style: Style, text: string): string {
  const shows = process.stdout.isTTY && !process.env.NO_COLOR;
  return shows ? styleText(style, text) : text;
}
