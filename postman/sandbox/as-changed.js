// @ts-nocheck
const { data } = JSON.parse(pm.response.text());
const own = (name) => JSON.stringify(Object.getOwnPropertyDescriptor(data, name)?.value);
pm.test('"__proto__" is merged like any other member', () => {
  pm.expect(own('__proto__')).to.equal('{"deep":{"__proto__":[1]},"colour":"blue"}');
});
pm.test('"constructor" is removed like any other member', () => {
  pm.expect(own('constructor')).to.equal(undefined);
});
