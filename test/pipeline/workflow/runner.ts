import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApi } from './api';
import { githubContext } from './contexts';
import { readWorkflow } from './definition';
import { conclusionOf, runJobs } from './jobs';
import { prepareImage } from './machine';
import { defaultRepository, type WorkflowOptions } from './options';
import type { Permissions } from './permissions';
import { newRecord, recordOf } from './run-record';
import { type Run, traceOf } from './run-result';
import type { RunState } from './state';
import { inputsOf, isTriggeredBy, subjectOf } from './triggers';
import { concurrencyOf } from './turn';

/** Runs a workflow job by job as GitHub Actions would, on this machine and without a network. */
export async function runWorkflow(options: WorkflowOptions): Promise<Run> {
  const { event, previousRuns = [], vars = {}, file = '.github/workflows/deploy.yml' } = options;
  const workflow = await readWorkflow(file, options.workflow);
  const repository = { ...defaultRepository, ...options.repository };
  const subject = subjectOf(event);
  const inputs = inputsOf(workflow.on, event);
  const name = workflow.name ?? file;
  const earlier = previousRuns
    .filter((run) => run.triggered !== false)
    .map((run, index) => recordOf(run, { name, file, number: index + 1 }));
  const record = newRecord(
    { name, file, event: event.name, branch: subject.branch, sha: event.sha },
    earlier,
  );
  const history = [...earlier, record];
  const tokens = new Map<string, Permissions>();
  const root = mkdtempSync(join(tmpdir(), 'groundwork-runner-'));
  const dispose = () => rmSync(root, { recursive: true, force: true, maxRetries: 5 });
  const api = await startApi({ repository: repository.name, history, tokens });
  try {
    const run: RunState = {
      ...{ options, repository, workflow, subject, inputs, record, history, tokens, root },
      image: prepareImage(root, options.image ?? {}),
      apiUrl: api.url,
    };
    const contexts = { github: githubContext(run, { id: '', token: '' }), inputs, vars };
    const concurrency = concurrencyOf(workflow.concurrency, { contexts });
    const triggered = isTriggeredBy(workflow.on, event);
    const jobs = triggered ? await runJobs(run) : {};
    const conclusion = conclusionOf(jobs);
    const title = `run ${record.number} of ${name}, ${event.name} ${subject.ref} at ${record.sha}: ${conclusion}`;
    const trace = () => traceOf(title, jobs);
    return { ...record, conclusion, triggered, jobs, concurrency, trace, dispose };
  } catch (error) {
    dispose();
    throw error;
  } finally {
    await api.close();
  }
}
