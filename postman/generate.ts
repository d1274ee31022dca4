import '../infra/errors-while-loading';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { services } from '../services';
import { writeGenerated } from '../services/contract/generated-files';
import { collection } from './collection/collection';
import { environmentFile, isGenerated } from './collection/environment-file';
import { environments } from './environments';
import { scenarios } from './scenarios';

const root = join(__dirname, '..');
const folder = 'postman/environments';
const contracts = services.map(({ contract }) => contract);
const files: Record<string, string | undefined> = {
  ...Object.fromEntries(generatedBefore().map((path) => [path, undefined])),
  'postman/collection.json': json(collection(contracts, scenarios)),
};
for (const environment of environments) {
  files[`${folder}/${environment.name}.json`] = json(environmentFile(environment));
}

writeGenerated(root, files, { check: process.argv.includes('--check') });

/** The environments that are there: those of stages that are gone are to go, too. */
function generatedBefore(): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder))
    .filter((file) => file.endsWith('.json'))
    .map((file) => `${folder}/${file}`)
    .filter((path) => isGenerated(basename(path, '.json'), readFileSync(join(root, path), 'utf8')));
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
