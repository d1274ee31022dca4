/** Goes with every request, as a browser's token would; it must come back nowhere. */
export const token = 'sesame-4f1c9a7e55';

/** Part of every name and body that is stored; no log is the place for it. */
export const confidential = 'Confidential-8d20b6';
