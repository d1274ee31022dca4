import { join } from 'node:path';
import packageJson from '../package.json';
import { services } from '.';
import { browserClient } from './contract/client/browser-client';
import { writeGenerated } from './contract/generated-files';
import { openApi } from './contract/openapi';

const contracts = services.map(({ contract }) => contract);
const files: Record<string, string> = {
  'services/openapi.json': `${JSON.stringify(openApi(contracts, packageJson.version), null, 2)}\n`,
};
for (const contract of contracts) {
  const { module, types } = browserClient(contract);
  files[`services/${contract.service}/client.js`] = module;
  files[`services/${contract.service}/client.d.ts`] = types;
}

writeGenerated(join(__dirname, '..'), files, { check: process.argv.includes('--check') });
