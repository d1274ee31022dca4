import '../errors-while-loading';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeGenerated } from '../../services/contract/generated-files';
import { withPinnedActions } from './github/actions';
import { workflowOf } from './github/workflow';
import { workflowFile } from './github/workflow-file';
import { readPlan } from './read-plan';

const root = join(__dirname, '../..');
const ci = '.github/workflows/ci.yml';

const files = {
  [workflowFile]: workflowOf(readPlan()),
  // Written by hand, but for the versions of its actions.
  [ci]: withPinnedActions(readFileSync(join(root, ci), 'utf8')),
};

writeGenerated(root, files, { check: process.argv.includes('--check') });
