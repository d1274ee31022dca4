import { redirect } from '../http/answers';
import type { Endpoint } from '../http/endpoint';
import { hasRepeated } from '../http/form';
import { findClient, type RunningPools } from '../pool/running-pool';
import { refusalPage } from './views';

/** Where a website sends who signs out. There is no session to end here, so the way back is all there is. */
export function createLogout(pools: RunningPools): Endpoint {
  return {
    GET: ({ query }) => {
      const running = findClient(pools, query.get('client_id') ?? undefined);
      const target = query.get('logout_uri') ?? '';
      if (hasRepeated(query) || !running) {
        const what = query.has('client_id') ? 'is not that of a client of a user pool here' : 'is missing';
        return refusalPage(`The client_id ${what}. Cognito wants client_id and logout_uri.`);
      }
      const { logoutUrls } = running.client;
      if (logoutUrls.includes(target) && URL.canParse(target)) return redirect(target);
      return refusalPage(`The logout_uri has to be exactly one of the client's: ${logoutUrls.join(', ')}`);
    },
  };
}
