import { accountsOf } from '../../../infra/pipeline/access/accounts';
import { addAccess } from '../../../infra/pipeline/access/add-access';
import { stages } from '../../../infra/stages';
import { findings } from '../../infra/rules';
import { apart, repository } from './access-templates';

// access-templates.ts turns the CDK's own rules off.
delete process.env.CDK_VALIDATION;

test.each([
  ['the stages as they are', stages],
  ['stages in several accounts', apart],
])('nothing is found that is not explained, with %s', (_, table) => {
  const found = findings((app) => {
    for (const target of accountsOf(table)) addAccess(app, { target, repository, existingProvider: false });
  });
  expect(found).toEqual([]);
});
