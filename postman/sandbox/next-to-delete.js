// @ts-nocheck
const next = JSON.parse(pm.collectionVariables.get('created')).find(({ as }) => as === options.as);
if (next) pm.collectionVariables.set('toDelete', next.url);
else pm.execution.skipRequest();
