// @ts-nocheck
const mostPages = 60;
const walk = JSON.parse(pm.collectionVariables.get('walk'));
const { items, nextCursor } = pm.response.json();
const limit = Number(pm.collectionVariables.get('pageLimit'));
pm.test('the page is no longer than asked for', () => {
  pm.expect(items.length).to.be.at.most(limit);
});
walk.walked.push(...items.map(({ id }) => id));
walk.pages += 1;
pm.collectionVariables.set('walk', JSON.stringify(walk));
pm.collectionVariables.set('pageCursor', nextCursor || '');

const oldest = walk.own[walk.own.length - 1];
const goOn = nextCursor && !walk.walked.includes(oldest) && walk.pages < mostPages;
// Small pages first; should a skipped item keep the walk going, larger ones bring it to its end.
pm.collectionVariables.set('pageLimit', String(walk.pages > 20 ? 100 : 2 + (walk.pages % 2)));
if (goOn) pm.execution.setNextRequest('Walk to the next page');
else if (pm.info.requestName === 'Walk to the next page')
  pm.execution.setNextRequest('Compare with what is there now');
