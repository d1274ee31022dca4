// @ts-nocheck
const [next] = JSON.parse(pm.collectionVariables.get('created'));
if (next) pm.collectionVariables.set('toDelete', next);
else pm.execution.skipRequest();
