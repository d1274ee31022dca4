/** What a user pool says of a token. */
export type TokenVerdict =
  | { readonly kind: 'valid'; readonly claims: Readonly<Record<string, unknown>> }
  /** It was a good one, and its time is over. */
  | { readonly kind: 'expired' }
  /** `reason` is for the developer's console, and never holds the token. */
  | { readonly kind: 'invalid'; readonly reason: string };

/** Checks who has issued a token and whether it is still good; not for whom it is, or for what. */
export type TokenCheck = (token: string) => Promise<TokenVerdict>;
