import type { Sender } from '../scenario';
import type { Auth } from './format';

/** The collection's own setting: what is sent by the user inherits it. */
export const userAuth = bearer('{{token}}');

/** A request's own setting; none for the user, so that whoever chooses OAuth 2.0 for the collection does so for it. */
export function authOf(sender: Sender): Auth | undefined {
  switch (sender) {
    case 'user':
      return undefined;
    case 'nobody':
      return { type: 'noauth' };
    case 'other':
      return bearer('{{otherToken}}');
    default:
      return bearer(sender.token);
  }
}

function bearer(value: string): Auth {
  return { type: 'bearer', bearer: [{ key: 'token', value, type: 'string' }] };
}
