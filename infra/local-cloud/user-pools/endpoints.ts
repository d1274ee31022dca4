import { discoveryOf } from './discovery';
import { CODE_LIFETIME_MS, type CodeGrant } from './hosted-pages/code-grant';
import { createLogout } from './hosted-pages/logout';
import { createSignInPages } from './hosted-pages/sign-in-pages';
import { createTickets } from './hosted-pages/tickets';
import { createTokenEndpoints } from './hosted-pages/token-endpoints';
import type { Endpoint } from './http/endpoint';
import type { FindEndpoint } from './http/handler';
import { createJsonApi } from './json-api/json-api';
import type { RunningPools } from './pool/running-pool';

/**
 * All that is served, by path. On AWS the API and what a pool publishes have one host for all pools, and every
 * pool's pages a host of their own; here all are under one prefix, and the client's id tells the pool.
 */
export function findEndpoints(pools: RunningPools, base: string, address: () => string): FindEndpoint {
  const codes = createTickets<CodeGrant>(CODE_LIFETIME_MS, pools.now);
  const endpoints = new Map<string, Endpoint>(
    Object.entries({
      '/': createJsonApi(pools),
      ...createSignInPages(pools, codes, base),
      ...createTokenEndpoints(pools, codes),
      '/logout': createLogout(pools),
    }),
  );
  for (const pool of pools.all) {
    for (const [name, endpoint] of Object.entries(discoveryOf(pool, address))) {
      endpoints.set(`/${pool.definition.id}/.well-known/${name}`, endpoint);
    }
  }
  return (path) => endpoints.get(path);
}
