import { App } from 'aws-cdk-lib';
import { repository, requireFilledIn } from '../../repository';
import { stages } from '../../stages';
import { accountsOf } from './accounts';
import { addAccess } from './add-access';
import { context } from './names';

const app = new App();
const only = app.node.tryGetContext(context.account);
for (const target of accountsOf(stages)) {
  if (only && target.account !== only) continue;
  addAccess(app, {
    target,
    repository: requireFilledIn(repository),
    existingProvider: app.node.tryGetContext(context.existingProvider) === 'true',
  });
}
app.synth();
