import { en } from 'zod/locales';
import * as z from 'zod/mini';

z.config(en());

/** The branch that is deployed. */
export const defaultBranch = 'main';

const id = z.int().check(z.minimum(0));

const repositorySchema = z.strictObject({
  /** As GitHub spells them, capitals included: AWS compares letter by letter. */
  owner: z
    .string()
    .check(
      z.regex(/^[A-Za-z0-9](-?[A-Za-z0-9_])*$/, { error: 'must be a user or an organisation on GitHub' }),
    ),
  name: z
    .string()
    .check(z.regex(/^[\w.-]+$/, { error: 'must be the name of a repository, without its owner' })),
  /** GitHub's numbers of the two, which nobody gets who takes an abandoned name over. */
  ownerId: id,
  id,
});

export type Repository = z.infer<typeof repositorySchema>;

/** The repository on GitHub whose pipeline may deploy. */
export const repository = defineRepository({
  owner: 'your-organisation',
  ownerId: 0,
  name: 'your-repository',
  id: 0,
});

/**
 * Checks the declaration.
 * @throws an error that names the setting and what is wrong with it
 */
export function defineRepository(declared: Repository): Repository {
  const result = repositorySchema.safeParse(declared);
  if (result.success) return result.data;
  const problems = result.error.issues.map(
    (issue) => `  ${issue.path.join('.') || 'repository'}: ${issue.message}`,
  );
  throw new Error(`infra/repository.ts: the repository is not as it should be:\n${problems.join('\n')}`);
}

/**
 * Refuses the placeholders, which belong to nobody.
 * @throws an error that says what to fill in, and where the numbers come from
 */
export function requireFilledIn(declared: Repository): Repository {
  if (declared.id > 0 && declared.ownerId > 0) return declared;
  throw new Error(
    [
      'infra/repository.ts does not say yet which repository on GitHub may deploy.',
      'Put its owner, its name and their two numbers there. The numbers, id and ownerId in this order, are printed by',
      "  gh api repos/OWNER/NAME --jq '.id, .owner.id'",
      'or stand as "id" and "owner": { "id" } in https://api.github.com/repos/OWNER/NAME (in a browser).',
    ].join('\n'),
  );
}
