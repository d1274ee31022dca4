import type { Masks } from './masks';

/** A line that a run shows beside its log. */
export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  readonly message: string;
  readonly title?: string;
  readonly file?: string;
  readonly line?: number;
  readonly endLine?: number;
  readonly col?: number;
  readonly endColumn?: number;
}

const levels = ['error', 'warning', 'notice'] as const;
const disabled = ['set-env', 'add-path', 'set-output', 'save-state'];
const other = ['debug', 'group', 'endgroup', 'add-mask', 'stop-commands', 'echo', ...disabled];

/** The log of one step: it hides what is masked, and acts on the commands in what the step prints. */
export class StepLog {
  readonly lines: string[] = [];
  readonly annotations: Annotation[] = [];
  /** A command was printed that GitHub does not take any more. */
  refused = false;
  #resume: string | undefined;

  constructor(
    private readonly masks: Masks,
    private readonly watch: (line: string) => void = () => {},
  ) {}

  /** A line of this runner, or of an action. */
  write(text: string): void {
    const masked = this.masks.apply(text);
    this.lines.push(masked);
    this.watch(masked);
  }

  error(message: string): void {
    this.#annotate({ level: 'error', message });
  }

  warning(message: string): void {
    this.#annotate({ level: 'warning', message });
  }

  /** A line that a process has printed: it may be a command to the runner. */
  print(line: string): void {
    const [, info = '', data = ''] = /^\s*::(.*?)::(.*)$/.exec(line) ?? [];
    const [name = '', ...rest] = info.split(' ');
    const command = name.toLowerCase();
    if (this.#resume !== undefined) {
      if (command === this.#resume.toLowerCase()) this.#resume = undefined;
      this.write(line);
    } else if (isLevel(command)) {
      this.#annotate({ level: command, message: decode(data), ...placeOf(propertiesOf(rest.join(' '))) });
    } else if (other.includes(command)) this.#act(command, decode(data), line);
    else this.write(line);
  }

  #act(command: string, data: string, line: string): void {
    if (command === 'stop-commands') this.#resume = data;
    if (command === 'add-mask') this.masks.add(data);
    else if (command === 'group' || command === 'endgroup') this.write(`##[${command}]${data}`);
    else if (command !== 'debug' && command !== 'echo') this.write(line);
    if (!disabled.includes(command)) return;
    this.refused = true;
    this.error(`The \`${command}\` command is not for use any more: write to a file such as GITHUB_OUTPUT.`);
  }

  #annotate(annotation: Annotation): void {
    const message = this.masks.apply(annotation.message);
    this.annotations.push({ ...annotation, message });
    this.write(`##[${annotation.level}]${message}`);
  }
}

function isLevel(command: string): command is Annotation['level'] {
  return levels.some((level) => level === command);
}

function propertiesOf(text: string): Record<string, string> {
  const pairs = [...text.matchAll(/([^=,]+)=([^,]+)/g)];
  return Object.fromEntries(pairs.map(([, key = '', value = '']) => [key.trim(), decodeProperty(value)]));
}

function placeOf(properties: Record<string, string>): Partial<Annotation> {
  const { title, file } = properties;
  const numbers = (['line', 'endLine', 'col', 'endColumn'] as const)
    .filter((key) => properties[key] !== undefined)
    .map((key) => [key, Number(properties[key])]);
  return { ...(title && { title }), ...(file && { file }), ...Object.fromEntries(numbers) };
}

function decode(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
}

function decodeProperty(text: string): string {
  return decode(text.replaceAll('%3A', ':').replaceAll('%2C', ','));
}
