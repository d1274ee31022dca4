import { defineRepository, requireFilledIn } from '../../../infra/repository';

const declared = { owner: 'Acme', ownerId: 11, name: 'shop', id: 22 };

test.each([
  ['an owner with a slash', { owner: 'Acme/shop' }, /owner: must be a user or an organisation on GitHub/],
  ['an owner with a pattern', { owner: 'Acme*' }, /owner: must be a user or an organisation on GitHub/],
  [
    'a name with its owner',
    { name: 'Acme/shop' },
    /name: must be the name of a repository, without its owner/,
  ],
  ['a name with a pattern', { name: '*' }, /name: must be the name of a repository/],
  ['a number in quotes', { id: '22' }, /\n {2}id: Invalid input: expected number/],
  ['a number below zero', { ownerId: -1 }, /\n {2}ownerId: /],
  ['an unknown setting', { branch: 'main' }, /repository: Unrecognized key: "branch"/],
])('%s is refused, with the setting named', (_, wrong, message) => {
  const define = () => defineRepository({ ...declared, ...wrong } as typeof declared);
  expect(define).toThrow('infra/repository.ts: the repository is not as it should be:');
  expect(define).toThrow(message);
});

test('what is as it should be is taken', () => {
  expect(requireFilledIn(defineRepository(declared))).toEqual(declared);
});

test.each([
  ['id', { ...declared, id: 0 }],
  ['ownerId', { ...declared, ownerId: 0 }],
])('the placeholder of %s is taken as such, and refused where it would let somebody in', (_, placeholder) => {
  expect(defineRepository(placeholder)).toEqual(placeholder);
  expect(() => requireFilledIn(placeholder)).toThrow("gh api repos/OWNER/NAME --jq '.id, .owner.id'");
});
