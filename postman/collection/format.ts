/** The part of Postman's collection format 2.1 that is written here; Newman runs no newer one. */
export const collectionSchema = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';

export interface Collection {
  readonly info: {
    readonly _postman_id: string;
    readonly name: string;
    readonly description: string;
    readonly schema: string;
  };
  readonly auth?: Auth;
  readonly item: readonly Folder[];
  readonly event: readonly Event[];
  readonly variable: ReadonlyArray<KeyValue>;
}

export interface Folder {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly item: readonly Item[];
}

export interface Item {
  readonly id: string;
  readonly name: string;
  readonly event: readonly Event[];
  readonly request: Request;
}

export interface Request {
  readonly method: string;
  readonly description: string;
  /** Without it that of the collection. */
  readonly auth?: Auth;
  readonly header: readonly KeyValue[];
  readonly url: Url | string;
  readonly body?: {
    readonly mode: 'raw';
    readonly raw: string;
    readonly options: { readonly raw: { readonly language: string } };
  };
}

export interface Url {
  readonly raw: string;
  readonly host: readonly string[];
  readonly path: readonly string[];
  readonly query?: readonly KeyValue[];
  readonly variable?: readonly KeyValue[];
}

export interface Event {
  readonly listen: 'prerequest' | 'test';
  readonly script: { readonly type: 'text/javascript'; readonly exec: readonly string[] };
}

/** How a request says who sends it. */
export type Auth =
  | { readonly type: 'noauth' }
  | {
      readonly type: 'bearer';
      readonly bearer: ReadonlyArray<KeyValue & { readonly type: 'string' }>;
    };

export interface KeyValue {
  readonly key: string;
  readonly value: string;
  readonly description?: string;
}
