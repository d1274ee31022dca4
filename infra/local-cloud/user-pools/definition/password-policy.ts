/** What a password must have. */
export interface PasswordPolicy {
  readonly minimumLength: number;
  readonly lowercase: boolean;
  readonly uppercase: boolean;
  readonly numbers: boolean;
  readonly symbols: boolean;
}

/** Cognito's own when the template has none (documented). */
const defaultPolicy: PasswordPolicy = {
  minimumLength: 8,
  lowercase: true,
  uppercase: true,
  numbers: true,
  symbols: true,
};

/** Reads `Policies.PasswordPolicy`; what such a policy leaves out is not required. */
export function readPasswordPolicy(policy: Readonly<Record<string, unknown>> | undefined): PasswordPolicy {
  if (!policy) return defaultPolicy;
  return {
    minimumLength: Number(policy.MinimumLength ?? 8),
    lowercase: policy.RequireLowercase === true,
    uppercase: policy.RequireUppercase === true,
    numbers: policy.RequireNumbers === true,
    symbols: policy.RequireSymbols === true,
  };
}

/** Those that Cognito counts as symbols (documented). */
const symbols = /[-^$*.[\]{}()?"!@#%&/\\,><':;|_~`+= ]/;

/** What a password lacks, in Cognito's words; undefined when it is good. */
export function passwordFlaw(policy: PasswordPolicy, password: string): string | undefined {
  if (password.length < policy.minimumLength) return 'Password not long enough';
  if (policy.lowercase && !/[a-z]/.test(password)) return 'Password must have lowercase characters';
  if (policy.uppercase && !/[A-Z]/.test(password)) return 'Password must have uppercase characters';
  if (policy.numbers && !/[0-9]/.test(password)) return 'Password must have numeric characters';
  if (policy.symbols && !symbols.test(password)) return 'Password must have symbol characters';
  return undefined;
}

/** The policy in words, for the person who chooses a password. */
export function describePolicy(policy: PasswordPolicy): string {
  const kinds = [
    policy.lowercase && 'a lower-case letter',
    policy.uppercase && 'an upper-case letter',
    policy.numbers && 'a digit',
    policy.symbols && 'a symbol',
  ].filter((kind) => kind !== false);
  const start = `At least ${policy.minimumLength} characters`;
  return kinds.length === 0 ? `${start}.` : `${start}, with ${kinds.join(', ')}.`;
}
