import type { StageSettings } from '../../stages';

/** The stages of one account. */
export interface AccountOfStages {
  /** Left out when the stages leave it out: then it is that of the credentials in use. */
  readonly account?: string;
  /** Each region once; none when the stages leave it out. */
  readonly regions: readonly string[];
  readonly stages: readonly StageSettings[];
}

/**
 * Sorts the stages by account.
 * @throws an error when only some say where they belong: the credentials in use would decide for the others
 */
export function accountsOf(stages: readonly StageSettings[]): AccountOfStages[] {
  requireAllOrNone(stages, 'account');
  const accounts = new Set(stages.map(({ account }) => account));
  return [...accounts].map((account) => {
    const own = stages.filter((stage) => stage.account === account);
    requireAllOrNone(own, 'region');
    const regions = new Set(own.flatMap(({ region }) => region ?? []));
    return { ...(account && { account }), regions: [...regions], stages: own };
  });
}

function requireAllOrNone(stages: readonly StageSettings[], setting: 'account' | 'region'): void {
  const without = stages.find((stage) => !stage[setting]);
  const having = stages.find((stage) => stage[setting]);
  if (!without || !having) return;
  throw new Error(
    `infra/stages.ts: ${having.name} has ${setting === 'account' ? 'an account' : 'a region'} and ${without.name} has none. Give each stage its ${setting}, or none of them.`,
  );
}
