const signIn =
  'Sign in (aws login, or aws sso login with AWS_PROFILE set), look with `aws sts get-caller-identity` who you are, and run this again.';

/** What the CDK says when it has not got far, and what to do about it. The first that fits is given. */
const advices: ReadonlyArray<readonly [RegExp, string]> = [
  [/expired/i, `Your AWS credentials have expired. ${signIn}`],
  [
    /Unable to resolve AWS account|no credentials have been configured/,
    `There are no AWS credentials here, or AWS does not take them. ${signIn}`,
  ],
  [
    /the current credentials are for \d+/,
    'Your credentials are for another account than infra/stages.ts names. Use those of that account (AWS_PROFILE).',
  ],
  [
    /token\.actions\.githubusercontent\.com.*already exist/is,
    'The account has the provider that signs in jobs of GitHub already: run this again with --existing-provider.',
  ],
  [
    /is not authorized to perform|AccessDenied/,
    'These credentials may not do this: it takes an administrator of the account.',
  ],
];

export function adviceOn(complaint: string): string | undefined {
  return advices.find(([pattern]) => pattern.test(complaint))?.[1];
}
