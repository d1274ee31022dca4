// Generated from the contract by `npm run generate`; change services/*/contract.ts instead.

export type Problem = { type: string; title: string; status: number; detail?: string; requestId: string; errors?: Array<{ in: "body" | "query" | "header"; pointer: string; detail: string }> };
export type Item = { id: string; name: string; data: { [key: string]: unknown }; version: number; createdAt: string; updatedAt: string };
export type NewItem = { name: string; data: { [key: string]: unknown } };
export type ItemChange = { name?: string; data?: { [key: string]: unknown } };
export type ItemPage = { items: Array<Item>; nextCursor?: string };
export type Health = { status: "ok"; service: string; stage: string; version: string };

export class ApiError extends Error {
  readonly status: number;
  /** The answer's body; undefined when something on the way answered in the API's place. */
  readonly problem: Problem | undefined;
}

export interface ClientOptions {
  /** Where the API answers, with its stage: the output ApiUrl, or what `npm start` prints. */
  readonly baseUrl: string;
  /** The id token of whoever is signed in; asked for at each request that takes one, so that it can be renewed. */
  readonly idToken?: () => string | undefined | Promise<string | undefined>;
  /** Headers for every request. */
  readonly headers?: () => Record<string, string> | Promise<Record<string, string>>;
  readonly fetch?: typeof fetch;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
}

export interface Client {
  /** Say whether the service can reach its table. */
  getHealth(input?: Record<string, never>, options?: CallOptions): Promise<{ status: 200; body: Health }>;

  /** Create an item. */
  createItem(input: { idempotencyKey?: string; body: NewItem }, options?: CallOptions): Promise<{ status: 201; body: Item; etag: string; location: string }>;

  /** List items, newest first. */
  listItems(input?: { limit?: number; cursor?: string }, options?: CallOptions): Promise<{ status: 200; body: ItemPage }>;

  /** Read an item. */
  readItem(input: { id: string; ifNoneMatch?: string }, options?: CallOptions): Promise<{ status: 200; body: Item; etag: string } | { status: 304; body: undefined; etag: string }>;

  /** Change an item. */
  changeItem(input: { id: string; ifMatch: string; body: ItemChange }, options?: CallOptions): Promise<{ status: 200; body: Item; etag: string }>;

  /** Delete an item. */
  deleteItem(input: { id: string; ifMatch?: string }, options?: CallOptions): Promise<{ status: 204; body: undefined }>;
}

/** Every method rejects with an ApiError when the API answers with a problem. */
export function createClient(options: ClientOptions): Client;
