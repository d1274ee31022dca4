import { join } from 'node:path';
import { services } from '../services';
import { writeGenerated } from '../services/contract/generated-files';
import { collection } from './collection/collection';
import { environmentFile } from './collection/environment-file';
import { environments } from './environments';
import { scenarios } from './scenarios';

const contracts = services.map(({ contract }) => contract);
const files: Record<string, string> = { 'postman/collection.json': json(collection(contracts, scenarios)) };
for (const environment of environments) {
  files[`postman/environments/${environment.name}.json`] = json(environmentFile(environment));
}

writeGenerated(join(__dirname, '..'), files, { check: process.argv.includes('--check') });

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
