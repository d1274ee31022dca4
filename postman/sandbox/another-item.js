// @ts-nocheck
pm.test('it is another item', () => {
  pm.expect(pm.response.json().id).to.not.equal(pm.variables.replaceIn(options.than));
});
