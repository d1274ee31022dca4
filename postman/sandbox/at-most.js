// @ts-nocheck
pm.test(`there are at most ${options.items} items`, () => {
  pm.expect(pm.response.json().items.length).to.be.at.most(options.items);
});
