// @ts-nocheck
const answers = JSON.parse(pm.collectionVariables.get('answersAtOnce'));
const { id } = pm.response.json();
pm.test('all were answered, with the item or that it is still in flight', () => {
  pm.expect(answers).to.have.lengthOf(options.times);
  pm.expect(answers.map(({ status }) => status).filter((status) => status !== 201 && status !== 409)).to.eql(
    [],
  );
});
pm.test('all who got an item got the same one', () => {
  pm.expect(
    answers.flatMap((answer) => (answer.status === 201 && answer.id !== id ? [answer.id] : [])),
  ).to.eql([]);
});
