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
    'Access-Control-Expose-Headers': 'ETag,Location,Allow,x-amzn-RequestId',
    Vary: 'Origin',
  };
}
