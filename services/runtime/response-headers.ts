/** Sent with every response, whoever answers: the function, the gateway's mocks or its own errors. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'Strict-Transport-Security': 'max-age=63072000; includeSubDomains',
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'",
};

/** What lets the website of `origin`, and no other, read a response. */
export function corsHeaders(origin: string): Readonly<Record<string, string>> {
  return {
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Expose-Headers': 'ETag,Location,Allow,Retry-After,x-amzn-RequestId',
    Vary: 'Origin',
  };
}

/** What some statuses always come with: how to sign in (RFC 6750, 3), and when to try again, in seconds. */
export const headersOfStatus: Readonly<Record<number, Readonly<Record<string, string>>>> = {
  401: { 'WWW-Authenticate': 'Bearer' },
  429: { 'Retry-After': '1' },
};
