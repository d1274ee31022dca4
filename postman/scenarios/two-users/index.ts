import type { Scenario } from '../../scenario';
import { byId } from './by-id';
import { byKey } from './by-key';
import { byList } from './by-list';
import { editedTokens } from './edited-tokens';

/** Ada and Bo, and every way in which one could try to get at what is of the other. */
export const twoUsers: readonly Scenario[] = [byId, byList, byKey, editedTokens];
