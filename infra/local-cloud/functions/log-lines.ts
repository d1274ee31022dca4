import type { Readable } from 'node:stream';

// CloudWatch Logs' limit for one event used to be 256 KB; longer lines arrive in pieces.
const MAX_LINE_LENGTH = 262_144;

/**
 * Passes a stream's text on line by line, empty lines left out.
 *
 * A carriage return ends a line too: the runtime writes one for each line break inside a message.
 */
export function forwardLines(stream: Readable, onLine: (line: string) => void): void {
  let rest = '';
  const emit = (line: string) => {
    for (let start = 0; start < line.length; start += MAX_LINE_LENGTH) {
      onLine(line.slice(start, start + MAX_LINE_LENGTH));
    }
  };
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    const lines = (rest + chunk).split(/[\r\n]/);
    rest = lines.pop() ?? '';
    lines.forEach(emit);
    if (rest.length >= MAX_LINE_LENGTH) {
      emit(rest);
      rest = '';
    }
  });
  stream.once('close', () => emit(rest));
}
