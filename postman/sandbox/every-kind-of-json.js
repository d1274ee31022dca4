// @ts-nocheck
// As text, because a literal would set the prototype instead of a member called __proto__.
const data = JSON.parse(`{
  "__proto__": { "admin": true, "deep": { "__proto__": [1] } },
  "constructor": { "prototype": { "polluted": true } },
  "": { "": "an empty name" },
  "text": ["ASCII", "Größe", "日本語", "עברית", "👩‍👩‍👧‍👦", "e\\u0301 is not \\u00e9", "\\u0000\\u001f\\u2028", "\\\\ \\" /", " "],
  "numbers": [0, -1, 0.1, 1e-7, 9007199254740991, -9007199254740991, 1.7976931348623157e308, 5e-324],
  "others": [true, false, null, {}, [], [[[]]]],
  "levels": { "a": { "b": { "c": { "d": { "e": ["down", { "here": null }] } } } } }
}`);
const name = `${pm.collectionVariables.get('run')} Ñandú 日本 👩‍👩‍👧‍👦 <b>&amp;</b> '"\\`;
pm.collectionVariables.set('sent', JSON.stringify({ name, data }));
pm.variables.set('body', pm.collectionVariables.get('sent'));
