// @ts-nocheck
pm.test('a browser shows the answer to our website', () => {
  pm.expect(pm.response.headers.get('Access-Control-Allow-Origin')).to.equal(pm.variables.get('origin'));
});
