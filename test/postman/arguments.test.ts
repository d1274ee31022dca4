import { readArguments } from '../../postman/runner/arguments';

const url = 'http://127.0.0.1:4000/dev';

test('only the URL is needed', () => {
  expect(readArguments(['--url', `${url}/`])).toEqual({
    url,
    origin: 'http://localhost:3000',
    reports: 'reports',
    waitSeconds: 60,
  });
});

test('the stage brings its origin along', () => {
  expect(readArguments(['--url', url, '--stage', 'prod'])).toMatchObject({
    stage: 'prod',
    origin: 'https://www.example.com',
  });
  expect(readArguments(['--url', url, '--stage', 'local'])).toMatchObject({ stage: 'dev' });
});

test('a stage of one’s own needs its origin', () => {
  const origin = 'https://qa.example.com';
  expect(readArguments(['--url', url, '--stage', 'qa', '--origin', origin])).toMatchObject({
    stage: 'qa',
    origin,
  });
  expect(() => readArguments(['--url', url, '--stage', 'qa'])).toThrow(/qa is not in infra\/stages\.ts/);
});

test.each([
  [[], /--url/],
  [['--url', 'nonsense'], /not an http/],
  [['--url', 'file:///etc/passwd'], /not an http/],
  [['--url', `${url}?a=1`], /more than a path/],
  [['--url', url, '--origin', 'https://example.com/path'], /not an origin/],
  [['--url', url, '--wait', 'long'], /number of seconds/],
  [['--url', url, '--colour', 'blue'], /--colour/],
  [
    ['--url', 'https://example.com/dev'],
    /Say who the users of https:\/\/example\.com\/dev are: --user-pool and --client/,
  ],
  [['--url', url, '--user-pool', 'eu-west-1_a'], /belong together: --client is missing/],
  [
    ['--url', 'http://user:hush@127.0.0.1:4000/dev'],
    /^--url has a name or a password in it; leave them out\.$/,
  ],
  [['--url', url, '--client', 'abc'], /belong together: --user-pool is missing/],
  [['--url', url, '--user-pool', 'mine', '--client', 'abc'], /"mine" is not the id of a user pool/],
  [['--url', url, '--user-pool', 'eu-west-1_a', '--client', 'a b'], /"a b" is not the id of a client/],
  [['--url', url, 'more'], /more/],
])('%j is refused', (argv, message) => {
  expect(() => readArguments(argv)).toThrow(message);
});
