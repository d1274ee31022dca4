import { defineStages, stages } from '../../infra/stages';

const [dev] = stages;
if (!dev) throw new Error('There is no stage');

test('dev comes before prod, and of the two only prod is protected', () => {
  const known = stages.filter(({ name }) => ['dev', 'prod'].includes(name));
  expect(known.map(({ name, protected: isProtected }) => [name, isProtected])).toEqual([
    ['dev', false],
    ['prod', true],
  ]);
});

test.each([
  ['an unknown setting', { ...dev, colour: 'blue' }, /stage dev.*\n.*stage dev: Unrecognized key: "colour"/],
  ['a wildcard origin', { ...dev, origin: '*' }, /origin: must be an exact origin/],
  [
    'an origin with a path',
    { ...dev, origin: 'https://www.example.com/' },
    /origin: must be an exact origin/,
  ],
  [
    'a name that cannot be in a URL',
    { ...dev, name: 'My Stage' },
    /name: must be 2 to 15 lower-case letters/,
  ],
  ['an account that is none', { ...dev, account: '12' }, /account: must be the 12 digits/],
  [
    'an origin that nobody can be sent back to',
    { ...dev, origin: 'http://example.com' },
    /origin: must be https/,
  ],
  ['a name that Cognito refuses', { ...dev, name: 'awsome' }, /name: may not hold aws, amazon or cognito/],
  [
    'more posts than requests',
    { ...dev, throttle: { rate: 10, burst: 10, post: { rate: 11, burst: 10 } } },
    /throttle: post may be no more than/,
  ],
  ['a firewall that says nothing', { ...dev, firewall: {} }, /firewall.requestsPerAddress: /],
  ['no throttle', { ...dev, throttle: undefined }, /throttle: /],
])('%s is refused, with the stage and the setting named', (_, settings, message) => {
  expect(() => defineStages([settings as typeof dev])).toThrow(message);
});

test('two stages of one name are refused', () => {
  expect(() => defineStages([dev, dev])).toThrow('two stages called dev');
});
