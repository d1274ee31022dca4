// @ts-nocheck
pm.collectionVariables.set('walk', JSON.stringify({ own: [], before: [], walked: [], pages: 0 }));
