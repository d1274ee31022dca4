import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { UsageError } from '../../../infra/develop/arguments';
import { accountsOf } from '../../../infra/pipeline/access/accounts';
import { chooseAccount, parseArguments } from '../../../infra/pipeline/access/arguments';
import { temporaryDirectory } from '../../end-to-end/npm-start';
import { childrenOf, gone } from '../../end-to-end/processes';
import { signedIn, signedOut } from '../moto';
import { repository, unplaced } from './access-templates';
import { bootstrap, copyWithRepository, startBootstrap } from './bootstrap-command';

const home = temporaryDirectory();
const env = signedOut(home);

const placed = unplaced.map((stage, index) => ({
  ...stage,
  account: String(index + 1).repeat(12),
  region: 'eu-west-1',
}));

describe('the arguments', () => {
  test.each([
    [
      'an account that is none',
      ['--account', '12'],
      '--account takes the 12 digits of an AWS account, not "12".',
    ],
    ['an unknown option', ['--fast'], "Unknown option '--fast'. See npm run bootstrap -- --help."],
    ['a word too many', ['dev'], "Unexpected argument 'dev'. See npm run bootstrap -- --help."],
    ['an option without its value', ['--account'], /^Option '--account <value>' argument missing/],
  ])('%s is refused, and what to do is said', (_, argv, message) => {
    expect(() => parseArguments(argv)).toThrow(UsageError);
    expect(() => parseArguments(argv)).toThrow(message);
  });

  test.each([
    [
      'of several accounts none is chosen',
      placed,
      undefined,
      /--account 111111111111, --account 222222222222/,
    ],
    ['the account is not in the table', placed, '999999999999', /there is: 111111111111, 222222222222/],
    ['the table names no account', unplaced, '111111111111', /leave --account out/],
  ])('when %s, it says so', (_, table, account, message) => {
    const choose = () => chooseAccount(accountsOf(table), account);
    expect(choose).toThrow(UsageError);
    expect(choose).toThrow(message);
  });

  test('one account needs not be chosen, and of several the chosen one is taken', () => {
    expect(chooseAccount(accountsOf(unplaced), undefined).stages).toEqual(unplaced);
    expect(chooseAccount(accountsOf(placed), '222222222222').stages).toEqual([placed[1]]);
  });
});

describe('the command', () => {
  const unfilled = copyWithRepository({ ...repository, ownerId: 0, id: 0 });
  const mistaken = copyWithRepository({ ...repository, owner: 'Acme/shop' });
  const filled = copyWithRepository(repository);
  const inIreland = placed.map((settings) => ({ ...settings, region: 'eu-west-1' }));
  const several = copyWithRepository(repository, inIreland);

  test('says what it does', async () => {
    const { code, output } = await bootstrap(['--help'], { env });
    expect(output).toMatch(/^npm run bootstrap -- \[options\]/);
    for (const option of ['--account', '--existing-provider', '--dry-run', '--help'])
      expect(output).toContain(`  ${option}`);
    expect(code).toBe(0);
  });

  test('ends with 2 when it is called wrongly', async () => {
    const { code, output } = await bootstrap(['--account', '12'], { env });
    expect(output.trim()).toBe('--account takes the 12 digits of an AWS account, not "12".');
    expect(code).toBe(2);
  });

  test('refuses the placeholders, and says where the numbers come from', async () => {
    const { code, output } = await bootstrap([], { root: unfilled.root, env });
    expect(output).toMatch(/^infra\/repository\.ts does not say yet which repository on GitHub may deploy\./);
    expect(output).toContain("gh api repos/OWNER/NAME --jq '.id, .owner.id'");
    expect(output).toContain('https://api.github.com/repos/OWNER/NAME');
    expect(code).toBe(1);
  });

  test('tells a mistake in a table without a stack trace', async () => {
    const { code, output } = await bootstrap([], { root: mistaken.root, env });
    expect(output.trim()).toBe(
      'infra/repository.ts: the repository is not as it should be:\n  owner: must be a user or an organisation on GitHub',
    );
    expect(code).toBe(1);
  });

  test('in a dry run synthesises one of several accounts, says what it would do, and touches no AWS', async () => {
    const touched: string[] = [];
    const aws = createServer(({ url = '' }, answer) => {
      touched.push(url);
      answer.end();
    }).listen(0, '127.0.0.1');
    await once(aws, 'listening');
    try {
      const { port } = aws.address() as AddressInfo;
      const { code, output } = await bootstrap(
        ['--dry-run', '--account', '222222222222', '--existing-provider'],
        {
          root: several.root,
          env: { ...signedIn(`http://127.0.0.1:${port}`, home), AWS_SECRET_ACCESS_KEY: 'hidden' },
        },
      );
      expect(output).toContain('Nothing was made: this was a dry run.');
      expect(output).toContain('stack groundwork-pipeline-access in 222222222222, eu-west-1');
      expect(output).toContain('AWS::IAM::Role groundwork-deploy-prod');
      expect(output).toContain('AWS::ApiGateway::Account');
      expect(output).not.toContain('AWS::IAM::OIDCProvider');
      expect(output).toContain('AWS::IAM::Role groundwork-contract-prod');
      expect(output).not.toMatch(/groundwork-(deploy|contract)-dev/);
      const role = (name: string) => `arn:aws:iam::222222222222:role/groundwork-${name}-prod`;
      expect(output.match(/^ +gh variable set .* --env prod .*/gm)?.map((line) => line.trim())).toEqual(
        [
          `AWS_ROLE_ARN --repo Acme/shop --env prod --body ${role('deploy')}`,
          `AWS_CONTRACT_ROLE_ARN --repo Acme/shop --env prod --body ${role('contract')}`,
          'AWS_REGION --repo Acme/shop --env prod --body eu-west-1',
        ].map((line) => `gh variable set ${line}`),
      );
      expect(output).toContain(
        [
          `Environment variables: AWS_ROLE_ARN = ${role('deploy')}`,
          `                       AWS_CONTRACT_ROLE_ARN = ${role('contract')}`,
          '                       AWS_REGION = eu-west-1',
        ].join('\n       '),
      );
      expect(output).not.toContain('hidden');
      expect(touched).toEqual([]);
      expect(code).toBe(0);
    } finally {
      aws.close();
    }
  });

  test('ends on Ctrl-C with 130, and its children with it', async () => {
    const { child, ended, output } = startBootstrap([], { root: filled.root, env });
    while (!output().includes('Synthesising') || childrenOf(child.pid).length === 0)
      await new Promise((resolve) => setTimeout(resolve, 20));
    const children = childrenOf(child.pid);
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ code: 130, output: expect.stringContaining('Stopped.') });
    expect(output()).not.toContain('These are made');
    await gone(children);
  });
});
