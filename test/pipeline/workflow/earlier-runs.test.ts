import { tracing } from './run-result';
import { jobOf, older, scratch, sha, steps, uses } from './small-workflows';

const last = (run: Awaited<ReturnType<typeof steps>>) => jobOf(run).steps.at(-1)?.log;

describe('earlier runs', () => {
  const get = (path: string) =>
    `curl -sSf -H "Authorization: Bearer \${{ github.token }}" "$GITHUB_API_URL/repos/$GITHUB_REPOSITORY/actions/${path}"`;
  const find = get('workflows/deploy.yml/runs?branch=main&status=success&per_page=1');

  test('the newest green one is found and its artifact fetched', async () => {
    const keep = `- run: echo one > file\n- { uses: "${uses.upload}", with: { name: kept, path: file } }`;
    const green = await steps(keep);
    const red = await steps(`${keep}\n- run: "false"`);
    const run = await steps(
      `
      - id: found
        run: ${JSON.stringify(`${find} > runs && node -e 'const { total_count, workflow_runs: [run] } = JSON.parse(fs.readFileSync("runs")); console.log("run=" + run.id + "\\ncommit=" + run.head_sha + "\\ntotal=" + total_count)' >> "$GITHUB_OUTPUT"`)}
      - run: ${JSON.stringify(`${get('runs/${{ steps.found.outputs.run }}/artifacts?name=kept')}`)}
      - uses: ${uses.download}
        with: { name: kept, run-id: "\${{ steps.found.outputs.run }}", github-token: "\${{ github.token }}" }
      - run: cat file`,
      {
        job: 'permissions: { actions: read }',
        previousRuns: [{ sha: older, artifacts: { kept: { expired: true } } }, green, red],
      },
    );
    await tracing(run, () => {
      const [found, artifacts] = jobOf(run).steps;
      expect(found?.outputs).toEqual({ run: String(green.id), commit: sha, total: '2' });
      expect(JSON.parse(artifacts?.log ?? '')).toMatchObject({
        total_count: 1,
        artifacts: [
          { name: 'kept', expired: false, size_in_bytes: 4, workflow_run: { id: green.id, head_sha: sha } },
        ],
      });
      expect(last(run)).toBe('one');
      expect(run.number).toBe(red.number + 1);
    });
  });

  test('an artifact of another run is not seen without a token', async () => {
    const previous = { id: 1, sha: older, artifacts: { x: { directory: scratch } } };
    const step = `- uses: ${uses.download}\n  with: { name: x, run-id: 1 }`;
    const run = await steps(step, { job: 'permissions: { actions: read }', previousRuns: [previous] });
    expect(last(run)).toContain('Artifact not found for name: x');
  });

  test.each([
    [
      'no token',
      'curl -s "$GITHUB_API_URL/repos/acme/groundwork/actions/runs/1/artifacts"',
      '"status":"401"',
    ],
    ['a path that is not modelled', get('cache/usage').replace('-sSf', '-s'), '"status":"404"'],
    ['a run that there is not', get('runs/5/artifacts').replace('-sSf', '-s'), '"status":"404"'],
  ])('%s is answered as GitHub does', async (_, script, answer) => {
    const run = await steps(`- run: ${JSON.stringify(script)}`, { job: 'permissions: { actions: read }' });
    expect(last(run)).toContain(answer);
  });
});
