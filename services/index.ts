import { items } from './items/service';
import type { Service } from './service';

/** Every service behind the API. Adding one here gives it a table, a function, its routes and its documentation. */
export const services: readonly Service[] = [items];
