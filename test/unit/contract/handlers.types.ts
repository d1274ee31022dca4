// Compiled, never run: `npm run types` fails when one of these mistakes begins to compile.
import type { contract } from '../../../services/items/contract';
import type { Handlers } from '../../../services/runtime/lambda-handler';

type ItemHandlers = Handlers<typeof contract>;

declare const complete: ItemHandlers;
const { deleteItem, ...rest } = complete;

// @ts-expect-error a route without a handler
export const incomplete: ItemHandlers = rest;

// @ts-expect-error a status that the contract does not have
export const wrongStatus: ItemHandlers['deleteItem'] = async () => ({ status: 200 });

// @ts-expect-error an answer without its body
export const noBody: ItemHandlers['listItems'] = async () => ({ status: 200 });

// @ts-expect-error a body of another shape
export const wrongBody: ItemHandlers['listItems'] = async () => ({ status: 200, body: { items: [1] } });

// @ts-expect-error a declared header left out
export const noHeader: ItemHandlers['readItem'] = async () => ({ status: 304 });

// @ts-expect-error a parameter that the route does not have
export const wrongParameter: ItemHandlers['readItem'] = async ({ params }) => params.name;

// @ts-expect-error a public route that wants to know whose data it is about
export const ownerOfAVisitor: ItemHandlers['getHealth'] = async (_, { owner }) => owner;

export { deleteItem };
