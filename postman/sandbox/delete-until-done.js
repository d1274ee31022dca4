// @ts-nocheck
// A refusal ends the loop: it would come back for ever.
const left = JSON.parse(pm.collectionVariables.get('created'));
pm.test('it is gone', () => {
  pm.expect(left).to.not.include(pm.collectionVariables.get('toDelete'));
});
if (left.length > 0 && !left.includes(pm.collectionVariables.get('toDelete'))) {
  pm.execution.setNextRequest(pm.info.requestName);
}
