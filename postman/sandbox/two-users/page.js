// @ts-nocheck
// Small pages first, so that there are several; then large ones, should the user have much.
const mostPages = 60;
const created = JSON.parse(pm.collectionVariables.get('created'));
const theirs = created.filter(({ as }) => as !== options.as).map(({ url }) => url.split('/').pop());
const { items, nextCursor } = pm.response.json();
const before = options.first ? { ids: [], pages: 0 } : JSON.parse(pm.collectionVariables.get('seen'));
const seen = { ids: [...before.ids, ...items.map(({ id }) => id)], pages: before.pages + 1 };
pm.collectionVariables.set('seen', JSON.stringify(seen));
pm.collectionVariables.set('pageCursor', nextCursor || '');
pm.collectionVariables.set('pageLimit', seen.pages < 4 ? '2' : '100');

pm.test('nothing in it is of the other user', () => {
  pm.expect(theirs, 'items of the other user').to.not.be.empty;
  pm.expect(items.map(({ id }) => id).filter((id) => theirs.includes(id))).to.eql([]);
});
if (!options.first) {
  if (nextCursor && seen.pages < mostPages) pm.execution.setNextRequest(pm.info.requestName);
  else {
    pm.test('by the last page the own item has been seen', () => {
      pm.expect(seen.ids).to.include(pm.variables.replaceIn(options.own));
    });
  }
}
