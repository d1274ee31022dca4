// @ts-nocheck
// Compared as text: equal objects may still differ in the order of their members or in a hidden prototype.
const sent = JSON.parse(pm.collectionVariables.get('sent'));
const got = JSON.parse(pm.response.text());
pm.test('the name comes back as it was sent', () => {
  pm.expect(got.name).to.equal(sent.name);
});
pm.test('data comes back as it was sent', () => {
  for (const member of Object.keys(sent.data)) {
    const [theirs, ours] = [got.data, sent.data].map(
      (data) => Object.getOwnPropertyDescriptor(data, member)?.value,
    );
    pm.expect(JSON.stringify(theirs), member).to.equal(JSON.stringify(ours));
  }
  pm.expect(Object.keys(got.data)).to.eql(Object.keys(sent.data));
});
