import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../..');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const lock = readFileSync(join(root, 'package-lock.json'), 'utf8');

test('the CDK command line is pinned to a 2.x: the 3.0.0 on npm was published by accident and is older', () => {
  expect(manifest.devDependencies['aws-cdk']).toMatch(/^2\.\d+\.\d+$/);
});

test('every dependency is pinned exactly', () => {
  const { dependencies, devDependencies, optionalDependencies } = manifest;
  for (const [name, version] of Object.entries({
    ...dependencies,
    ...devDependencies,
    ...optionalDependencies,
  })) {
    expect(`${name} ${version}`).toMatch(/ \d+\.\d+\.\d+$/);
  }
});

test('the lock file holds every platform of every package: with one left out, npm ci refuses it', () => {
  const { packages } = JSON.parse(lock) as { packages: Record<string, { optionalDependencies?: object }> };
  const missing = Object.entries(packages).flatMap(([at, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (name) => !placesOf(name, at).some((place) => place in packages),
    ),
  );
  expect(missing).toEqual([]);
});

test('the lock file names no registry', () => {
  expect(lock).not.toMatch(/"resolved": "https?:/);
});

test('the Powertools packages have one version', () => {
  const versions = Object.entries(manifest.dependencies).flatMap(([name, version]) =>
    name.startsWith('@aws-lambda-powertools/') ? [version] : [],
  );
  expect(new Set(versions).size).toBe(1);
});

/** Where Node would find a package that the one at `at` asks for. */
function placesOf(name: string, at: string): string[] {
  const parts = at.split('/node_modules/');
  const nested = parts.map(
    (_, index) => `${parts.slice(0, parts.length - index).join('/node_modules/')}/node_modules/${name}`,
  );
  return [...nested.map((place) => place.replace(/^\//, '')), `node_modules/${name}`];
}
