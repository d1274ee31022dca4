// @ts-nocheck
// Without two tokens everything that follows would be refused, and prove nothing.
const tokens = [pm.request.headers.get('Authorization') || '', pm.variables.get('otherToken') || ''];
const subs = tokens.map((token) => {
  try {
    return JSON.parse(Buffer.from(token.split('.')[1], 'base64').toString()).sub;
  } catch {
    return undefined;
  }
});
pm.test('token and otherToken hold the id tokens of two users', () => {
  pm.expect(typeof subs[0], 'sub of token').to.equal('string');
  pm.expect(typeof subs[1], 'sub of otherToken').to.equal('string');
  pm.expect(subs[0] !== subs[1], 'they are of two users').to.equal(true);
});
pm.collectionVariables.set('adaSub', subs[0] || '');
pm.collectionVariables.set('boSub', subs[1] || '');
