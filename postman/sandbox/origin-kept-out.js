// @ts-nocheck
pm.test('a browser shows the answer to no other website', () => {
  pm.expect(pm.response.headers.get('Access-Control-Allow-Origin')).to.not.be.oneOf([options.origin, '*']);
});
