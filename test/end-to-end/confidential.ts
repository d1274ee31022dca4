/** Part of every name and body that is stored; no log is the place for it. */
export const confidential = 'Confidential-8d20b6';

/** The beginning of every token, wherever it may turn up: `{"` in base64url. */
export const tokenLike = /eyJ[\w-]{8,}/;
