import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { githubVariables, stepScope } from './contexts';
import { textIn } from './expressions';
import { readPairs } from './file-commands';
import { allows } from './permissions';
import { execute } from './shell';
import type { StepState } from './state';

const fileCommands = ['output', 'env', 'path', 'step_summary', 'state'] as const;
type Files = Readonly<Record<(typeof fileCommands)[number], string>>;

/** Runs the script of a step, and takes in what it has written for the runner; tells whether it went well. */
export async function runScript(step: StepState, signal: AbortSignal): Promise<boolean> {
  const { definition, job, log } = step;
  const scope = stepScope(job, step.env);
  const script = join(job.machine.temp, `${randomUUID()}.sh`);
  writeFileSync(script, textIn(definition.run, scope));
  const [program = '', ...args] = shellOf(settingOf(step, 'shell'), script);
  const directory = resolve(
    job.machine.workspace,
    textIn(settingOf(step, 'working-directory') ?? '.', scope),
  );
  if (!existsSync(directory))
    throw new Error(
      `An error occurred trying to start process '${program}' with working directory '${directory}'. No such file or directory`,
    );
  const files = makeFiles(join(job.machine.temp, '_runner_file_commands'));
  const environment = environmentOf(step, files);
  step.variables = environment;
  const line = (text: string) => log.print(text);
  const code = await execute({ program, args, directory, environment, line, signal });
  if (code !== 0 && !signal.aborted) log.error(`Process completed with exit code ${code ?? 1}.`);
  const understood = takeIn(step, files);
  return code === 0 && understood;
}

function settingOf(step: StepState, key: 'shell' | 'working-directory'): string | undefined {
  const { definition, run } = step.job;
  return step.definition[key] ?? definition.defaults?.run[key] ?? run.workflow.defaults?.run[key];
}

/** A pipe that fails in the middle is noticed only where `bash` is asked for by name. */
function shellOf(shell: string | undefined, script: string): string[] {
  if (shell === undefined) return ['bash', '-e', script];
  if (shell === 'bash') return ['bash', '--noprofile', '--norc', '-eo', 'pipefail', script];
  if (shell === 'sh') return ['sh', '-e', script];
  if (!shell.includes('{0}')) throw new Error(`The shell '${shell}' is not modelled.`);
  return shell.split(' ').map((part) => part.replace('{0}', script));
}

function environmentOf({ job, env }: StepState, files: Files): Record<string, string> {
  const { machine, run } = job;
  const base = { ...machine.environment, ...run.options.image?.environment, ...env };
  const paths = Object.entries(files).map(([name, file]) => [`GITHUB_${name.toUpperCase()}`, file]);
  return {
    ...base,
    ...githubVariables(job.contexts.github as Record<string, unknown>),
    ...identityVariables(job),
    GITHUB_EVENT_PATH: machine.eventPath,
    ...Object.fromEntries(paths),
    PATH: [...job.path, base.PATH].join(':'),
  };
}

/** With these any process of a job that may sign in elsewhere can do so, and not only the actions that are made for it. */
function identityVariables({ permissions, run }: StepState['job']): Record<string, string> {
  if (!allows(permissions, 'id-token', 'write')) return {};
  return {
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: randomUUID(),
    ACTIONS_ID_TOKEN_REQUEST_URL: `${run.apiUrl}/id-token`,
  };
}

function makeFiles(directory: string): Files {
  mkdirSync(directory, { recursive: true });
  const key = randomUUID();
  const files = fileCommands.map((name) => [name, join(directory, `${name}_${key}`)] as const);
  for (const [, file] of files) writeFileSync(file, '');
  return Object.fromEntries(files) as Files;
}

function takeIn(step: StepState, files: Files): boolean {
  const { job, log, outputs } = step;
  const take: Partial<Record<keyof Files, (text: string) => void>> = {
    output: (text) => Object.assign(outputs, Object.fromEntries(readPairs(text))),
    env: (text) => {
      const pairs = Object.fromEntries(readPairs(text));
      if ('NODE_OPTIONS' in pairs)
        throw new Error("Can't store NODE_OPTIONS output parameter using '$GITHUB_ENV' command.");
      Object.assign(job.env, pairs);
    },
    path: (text) => job.path.unshift(...text.split('\n').filter(Boolean).reverse()),
    step_summary: (text) => text && job.summaries.push(job.masks.apply(text)),
  };
  let understood = true;
  for (const name of fileCommands) {
    try {
      take[name]?.(existsSync(files[name]) ? readFileSync(files[name], 'utf8') : '');
    } catch (error) {
      log.error(`Unable to process file command '${name}' successfully.`);
      log.error(error instanceof Error ? error.message : String(error));
      understood = false;
    }
  }
  return understood;
}
