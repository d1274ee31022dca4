import { Document, isMap, isScalar, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';

export type Yaml =
  | string
  | number
  | boolean
  | Noted
  | readonly Yaml[]
  | { readonly [key: string]: Yaml | undefined };

/** A value with the comment that stands above its key. */
class Noted {
  constructor(
    readonly note: string,
    readonly value: Exclude<Yaml, Noted>,
  ) {}
}

export function noted(note: string, value: Exclude<Yaml, Noted>): Noted {
  return new Noted(note, value);
}

/** The text of a workflow: what is undefined is left out, and the keys keep their order. */
export function yamlOf(head: string, content: { readonly [key: string]: Yaml | undefined }): string {
  const document = new Document();
  document.commentBefore = comment(head);
  const root = nodeOf(content);
  document.contents = root as never;
  separate(root);
  separate(isMap(root) ? root.get('jobs') : undefined);
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

function nodeOf(value: Exclude<Yaml, Noted>): Scalar | YAMLMap | YAMLSeq {
  if (typeof value === 'string') return textNode(value);
  if (typeof value !== 'object') return new Scalar(value);
  if (isList(value)) {
    const list = new YAMLSeq();
    list.items = value.map((one) => nodeOf(one instanceof Noted ? one.value : one));
    return list;
  }
  const map = new YAMLMap();
  for (const [name, one] of Object.entries(value)) {
    if (one === undefined) continue;
    const key = new Scalar(name);
    if (one instanceof Noted) key.commentBefore = comment(one.note);
    map.items.push(new Pair(key, nodeOf(one instanceof Noted ? one.value : one)));
  }
  return map;
}

/** A pinned action has its version behind it as a comment. */
function textNode(value: string): Scalar {
  const [, action, version] = /^(\S+@[0-9a-f]{40}) # (.+)$/.exec(value) ?? [];
  const node = new Scalar(action ?? value);
  if (version) node.comment = ` ${version}`;
  return node;
}

/** Puts an empty line above each key. */
function separate(map: unknown): void {
  if (!isMap(map)) return;
  for (const { key } of map.items.slice(1)) if (isScalar(key)) key.spaceBefore = true;
}

function comment(text: string): string {
  return text.replaceAll(/^/gm, ' ');
}

function isList(value: object): value is readonly Yaml[] {
  return Array.isArray(value);
}
