// @ts-nocheck
// Ids only in the message: the list may hold what the user keeps beside the items of this run.
pm.test(`the items of this run by that name: ${options.count}`, () => {
  const name = pm.variables.replaceIn(options.name);
  const ids = pm.response.json().items.flatMap((item) => (item.name === name ? [item.id] : []));
  pm.expect(ids).to.have.lengthOf(options.count);
});
