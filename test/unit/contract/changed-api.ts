import { compareDocuments } from '../../../services/contract/breaking/compare';
import type { Json } from '../../../services/contract/breaking/side';
import openApi from '../../../services/openapi.json';

// biome-ignore lint/suspicious/noExplicitAny: the tests change whatever they like in it
export type Document = any;

/** The document of the API as it is in the repository. */
export const document = openApi as Document;

export const copy = (value: Json): Document => JSON.parse(JSON.stringify(value));

/**
 * What a change of the document is found to be, each as `verdict pointer [routes] sentence`.
 * @param before changes what it is compared with, too
 */
export function found(
  change: (document: Document) => void,
  before: (document: Document) => void = () => {},
): string[] {
  const [was, is] = [copy(document), copy(document)];
  before(was);
  before(is);
  change(is);
  return compareDocuments(was, is).map(
    ({ verdict, pointer, routes, sentence }) => `${verdict} ${pointer} [${routes.join(', ')}] ${sentence}`,
  );
}

/** Where the routes and the schemas are. */
export const items = '/paths/~1items';
export const item = '/paths/~1items~1{id}';
export const components = '/components/schemas';
/** The routes that answer with an item. */
export const readers = 'GET /items (200), POST /items (201), GET /items/{id} (200), PATCH /items/{id} (200)';
