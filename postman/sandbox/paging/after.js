// @ts-nocheck
const { own, before, walked, pages } = JSON.parse(pm.collectionVariables.get('walk'));
const now = new Set(pm.response.json().items.map(({ id }) => id));
pm.test('the walk took several pages', () => {
  pm.expect(pages).to.be.at.least(3);
});
pm.test('each of our items is in the walk once, the newest first', () => {
  pm.expect(walked.filter((id) => own.includes(id)).join(' ')).to.equal(own.join(' '));
});
pm.test('no item is in the walk twice', () => {
  pm.expect(walked.filter((id, index) => walked.indexOf(id) !== index)).to.eql([]);
});
pm.test('no item that was there before and after is skipped', () => {
  const passed = before.slice(0, before.indexOf(own[own.length - 1]) + 1);
  pm.expect(passed.filter((id) => now.has(id) && !walked.includes(id))).to.eql([]);
});
