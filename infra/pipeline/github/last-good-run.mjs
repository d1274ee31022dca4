// Finds the newest green run of this workflow on main whose assembly is still kept, and says so to the steps that
// follow. Plain JavaScript without packages, as it runs before anything is installed.
import { appendFileSync } from 'node:fs';

const looksAt = 20;
const {
  GITHUB_API_URL = '',
  GITHUB_OUTPUT = '',
  GITHUB_REPOSITORY,
  GITHUB_STEP_SUMMARY = '',
  GITHUB_TOKEN,
  GITHUB_WORKFLOW_REF = '',
  ARTIFACT,
} = process.env;

/**
 * @param {string} path below the repository
 * @returns {Promise<any>} as documented at
 * @see https://docs.github.com/en/rest/actions
 */
async function ask(path) {
  const answer = await fetch(`${GITHUB_API_URL}/repos/${GITHUB_REPOSITORY}${path}`, {
    headers: { Authorization: `Bearer ${GITHUB_TOKEN}`, Accept: 'application/vnd.github+json' },
    signal: AbortSignal.timeout(30_000),
  });
  if (!answer.ok) throw new Error(`GitHub answers ${answer.status} to ${path}: ${await answer.text()}`);
  return answer.json();
}

async function lastGoodRun() {
  // OWNER/REPOSITORY/.github/workflows/FILE@REF
  const workflow = GITHUB_WORKFLOW_REF.split('@')[0]?.split('/').at(-1);
  const query = `branch=main&status=success&per_page=${looksAt}`;
  const { workflow_runs: runs } = await ask(`/actions/workflows/${workflow}/runs?${query}`);
  for (const run of runs) {
    const { artifacts } = await ask(`/actions/runs/${run.id}/artifacts?name=${ARTIFACT}`);
    if (artifacts.some((/** @type {{ expired: boolean }} */ { expired }) => !expired)) return run;
  }
  return undefined;
}

/** @param {string} message */
function fail(message) {
  console.log(`::error title=Nothing was put back::${message}`);
  appendFileSync(GITHUB_STEP_SUMMARY, `**Nothing was put back.** ${message}\n`);
  process.exitCode = 1;
}

try {
  const run = await lastGoodRun();
  if (run) {
    console.log(`Run ${run.id} was green, with commit ${run.head_sha}.`);
    appendFileSync(GITHUB_OUTPUT, `run=${run.id}\ncommit=${run.head_sha}\nurl=${run.html_url}\n`);
  } else {
    fail('There is nothing to go back to: no run has been green yet, or its assembly is no longer kept.');
  }
} catch (error) {
  fail(
    `The last good run could not be found. ${error instanceof Error ? error.message : error}`.replaceAll(
      '\n',
      ' ',
    ),
  );
}
