import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { bundleOptions, safeExternals } from '../../infra/backend/bundle';
import { services } from '../../services';

describe.each(services.map(({ contract, entry }) => [contract.service, entry] as const))(
  'the bundle of %s',
  (_, entry) => {
    const directory = mkdtempSync(join(tmpdir(), 'groundwork-bundle-'));
    const { metafile } = buildSync({ ...bundleOptions(entry, directory), metafile: true });
    const code = readFileSync(join(directory, 'index.js'), 'utf8');
    // What was read but shaken off has no bytes in the output.
    const files = Object.values(metafile.outputs).flatMap(({ inputs }) =>
      Object.entries(inputs).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? [file] : [])),
    );
    const packages = new Set(
      files.flatMap((file) => file.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1] ?? []),
    );
    afterAll(() => rmSync(directory, { recursive: true, force: true }));

    test('stays below 400 kB: every kilobyte costs a cold start', () => {
      expect(code.length).toBeLessThan(400_000);
    });

    test('has the SDK inside, and not what the SDK never reaches here', () => {
      expect(packages).toContain('@aws-sdk/client-dynamodb');
      expect([...packages].filter((name) => safeExternals.includes(name))).toEqual([]);
    });

    test('has zod in its small form, with one language', () => {
      expect(files.filter((file) => /zod\/v4\/(classic|locales)\//.test(file))).toEqual([
        'node_modules/zod/v4/locales/en.js',
      ]);
    });

    test('loads no router, and nothing of infra, postman or test', () => {
      expect(files.filter((file) => /^(infra|postman|test)\//.test(file))).toEqual([]);
      expect([...packages].filter((name) => /hono|undici|event-handler|middy/.test(name))).toEqual([]);
    });
  },
);
