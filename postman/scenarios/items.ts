import { contract } from '../../services/items/contract';
import { stepsOf } from '../scenario';

/** A request to each route of the items service. */
export const items = stepsOf(contract);

/** A well-formed id that no item has. */
export const unknownId = '{{$guid}}';
