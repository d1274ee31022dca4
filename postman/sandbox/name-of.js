// @ts-nocheck
// Most of it emoji, each of them two UTF-16 units long.
const name = `${pm.collectionVariables.get('run')} `;
pm.variables.set('longName', name + '😀'.repeat(options.characters - name.length));
