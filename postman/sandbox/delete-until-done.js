// @ts-nocheck
// A refusal ends the loop: it would come back for ever.
const deleted = pm.collectionVariables.get('toDelete');
const left = JSON.parse(pm.collectionVariables.get('created')).flatMap(({ url, as }) =>
  as === options.as ? [url] : [],
);
pm.test('it is gone', () => {
  pm.expect(left).to.not.include(deleted);
});
if (left.length > 0 && !left.includes(deleted)) pm.execution.setNextRequest(pm.info.requestName);
