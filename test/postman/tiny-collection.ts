import type { Collection } from '../../postman/collection/format';

export const passes = "pm.test('is well', () => pm.expect(pm.response.code).to.equal(200));";
export const creates = "pm.test('is created', () => pm.expect(pm.response.code).to.equal(201));";

/** A request of a tiny collection, and its scripts. */
export interface Asked {
  readonly name: string;
  readonly method?: string;
  readonly test?: string;
  readonly before?: string;
}

/** A collection with one folder, whose requests all go to the items of the stage. */
export function collectionOf(...asked: readonly Asked[]): Collection {
  const item = asked.map(({ name, method = 'GET', test = '', before = '' }) => ({
    id: name,
    name,
    request: { method, url: '{{baseUrl}}/items', header: [], description: '' },
    event: [
      { listen: 'prerequest', script: { type: 'text/javascript', exec: [before] } },
      { listen: 'test', script: { type: 'text/javascript', exec: [test] } },
    ],
  }));
  const schema = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';
  const info = { _postman_id: '1', name: 'Tiny', description: '', schema };
  return {
    info,
    item: [{ id: 'f', name: 'Folder', description: '', item }],
    event: [],
    variable: [],
  } as Collection;
}
