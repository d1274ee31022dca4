import { en } from 'zod/locales';
// As in the services, and as fast to load: npm start checks this table before anything else.
import * as z from 'zod/mini';

z.config(en());

const matching = (pattern: RegExp, error: string) => z.string().check(z.regex(pattern, { error }));
const positive = z.int().check(z.minimum(1));
const limits = { rate: positive, burst: positive };

const stageSchema = z.strictObject({
  /** Part of every name and of the API's path: /dev. */
  name: matching(/^[a-z][a-z0-9]{1,14}$/, 'must be 2 to 15 lower-case letters and digits').check(
    z.refine((value) => !/aws|amazon|cognito/.test(value), {
      error: 'may not hold aws, amazon or cognito: Cognito takes no address with one of them',
    }),
  ),
  /** The AWS account and region; when left out, those of the credentials in use. */
  account: z.optional(matching(/^\d{12}$/, 'must be the 12 digits of an AWS account')),
  region: z.optional(matching(/^[a-z]{2}(-[a-z]+)+-\d$/, 'must be a region such as eu-west-1')),
  /** The one website that may call the API from a browser (see docs/decisions). */
  origin: z.string().check(
    z.refine((value) => URL.canParse(value) && new URL(value).origin === value, {
      error: 'must be an exact origin such as https://www.example.com, without a path',
      abort: true,
    }),
    // Cognito sends people who have signed in back to nowhere else.
    z.refine((value) => value.startsWith('https://') || new URL(value).hostname === 'localhost', {
      error: 'must be https, or http://localhost while the website is being made',
    }),
  ),
  /** Whether the table outlives its stack and refuses to be deleted. */
  protected: z.boolean(),
  /** Whether the pipeline puts the last good version back when the tests of this stage fail. */
  rollback: z.boolean(),
  logRetentionDays: z.literal([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365]),
  /**
   * Requests a second that the gateway lets through, and how many at once: what a flood can cost at most.
   * `post` is what each POST route takes of that: a create costs the most.
   */
  throttle: z.strictObject({ ...limits, post: z.strictObject(limits) }).check(
    z.refine(({ rate, burst, post }) => post.rate <= rate && post.burst <= burst, {
      error: 'post may be no more than what the stage takes as a whole',
    }),
  ),
  /**
   * A firewall (AWS WAF) in front of the API, which turns away addresses of ill repute and any that sends more
   * requests in five minutes than this. It costs 7 USD a month, and 0.60 per million requests; left out, there is none.
   */
  firewall: z.optional(
    z.strictObject({
      // A contract run sends some three hundred from one address, and more of them come from one office.
      requestsPerAddress: z.int().check(z.minimum(1000), z.maximum(2_000_000_000)),
    }),
  ),
});

export type StageSettings = z.infer<typeof stageSchema>;

/** The stages in the order in which they are deployed. */
export const stages = defineStages([
  {
    name: 'dev',
    origin: 'http://localhost:3000',
    protected: false,
    rollback: false,
    logRetentionDays: 7,
    throttle: { rate: 1000, burst: 2000, post: { rate: 500, burst: 1000 } },
  },
  {
    name: 'prod',
    origin: 'https://www.example.com',
    protected: true,
    rollback: true,
    logRetentionDays: 90,
    throttle: { rate: 1000, burst: 2000, post: { rate: 500, burst: 1000 } },
  },
]);

/**
 * Checks the stage table.
 * @throws an error that names the stage, the setting and what is wrong with it
 */
export function defineStages(table: readonly StageSettings[]): readonly StageSettings[] {
  const checked = table.map((settings, index) => {
    const result = stageSchema.safeParse(settings);
    if (result.success) return result.data;
    const where = `stage ${settings.name ?? `number ${index + 1}`}`;
    const problems = result.error.issues.map(
      (issue) => `  ${issue.path.join('.') || where}: ${issue.message}`,
    );
    throw new Error(`infra/stages.ts: ${where} is not as it should be:\n${problems.join('\n')}`);
  });
  const repeated = checked.find(
    ({ name }, index) => checked.findIndex((other) => other.name === name) !== index,
  );
  if (repeated) throw new Error(`infra/stages.ts: there are two stages called ${repeated.name}; rename one.`);
  return checked;
}
