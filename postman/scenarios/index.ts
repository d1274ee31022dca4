import type { Scenario } from '../scenario';
import { anyJson } from './any-json';
import { atOnce } from './at-once';
import { bodies } from './bodies';
import { changing } from './changing';
import { creating } from './creating';
import { deleting } from './deleting';
import { idempotency } from './idempotency';
import { life } from './life';
import { listing } from './listing';
import { paging } from './paging';
import { reading } from './reading';
import { twoUsers } from './two-users';
import { unknownRoutes } from './unknown-routes';
import { validation } from './validation';
import { websites } from './websites';

/** In the order in which they run: what a newcomer should click first comes first. */
export const scenarios: readonly Scenario[] = [
  life,
  creating,
  idempotency,
  reading,
  changing,
  deleting,
  validation,
  bodies,
  anyJson,
  listing,
  paging,
  atOnce,
  ...twoUsers,
  websites,
  unknownRoutes,
];
