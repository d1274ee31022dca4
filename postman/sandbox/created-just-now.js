// @ts-nocheck
pm.test('the item begins with one time for creation and change', () => {
  const { createdAt, updatedAt } = pm.response.json();
  pm.expect(createdAt).to.equal(updatedAt);
});
pm.test('Location ends with the id', () => {
  pm.expect(pm.response.headers.get('Location').split('/').pop()).to.equal(pm.response.json().id);
});
