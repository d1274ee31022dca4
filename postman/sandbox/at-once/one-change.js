// @ts-nocheck
const rounds = JSON.parse(pm.collectionVariables.get('rounds'));
const expected = [200, ...Array(options.times - 1).fill(412)].join(' ');
for (let round = 0; round < options.rounds; round++) {
  pm.test(`round ${round + 1}: one change was made, all others were told that they came too late`, () => {
    pm.expect((rounds[round] || []).sort().join(' ')).to.equal(expected);
  });
}
