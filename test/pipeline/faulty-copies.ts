import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ScratchCopy } from '../end-to-end/scratch-copy';

/** Leaves one folder of the collection in a copy: here it is about what becomes of a verdict, not about the verdict. */
export function withSmallCollection(copy: ScratchCopy): ScratchCopy {
  return withFolders(copy, /^The life of an item$/);
}

/** Leaves those folders of the collection in a copy whose names match. */
export function withFolders(copy: ScratchCopy, names: RegExp): ScratchCopy {
  const file = 'postman/collection.json';
  const collection = JSON.parse(readFileSync(join(copy.root, file), 'utf8'));
  const item = collection.item.filter(({ name }: { name: string }) => names.test(name));
  copy.write(file, JSON.stringify({ ...collection, item }));
  return copy;
}

/** A fault that every stage shows. */
export function breakService(copy: ScratchCopy): ScratchCopy {
  copy.edit(
    'services/items/handler.ts',
    'status: 201, body: item,',
    'status: 201, body: { ...item, extra: 1 },',
  );
  return copy;
}

export function mendService(copy: ScratchCopy): void {
  copy.edit('services/items/handler.ts', 'body: { ...item, extra: 1 },', 'body: item,');
}

const generous = 'throttle: { rate: 1000, burst: 2000, post: { rate: 500, burst: 1000 } }';
const miserly = 'throttle: { rate: 1, burst: 1, post: { rate: 1, burst: 1 } }';

/** A fault that only prod shows. */
export function throttleProd(copy: ScratchCopy): ScratchCopy {
  return changeProd(copy, generous, miserly);
}

export function mendProd(copy: ScratchCopy): void {
  changeProd(copy, miserly, generous);
}

function changeProd(copy: ScratchCopy, from: string, to: string): ScratchCopy {
  const text = readFileSync(join(copy.root, 'infra/stages.ts'), 'utf8');
  const prod = text.slice(text.indexOf("name: 'prod'"));
  const before = prod.slice(0, prod.indexOf(from) + from.length);
  copy.edit('infra/stages.ts', before, before.replace(from, to));
  return copy;
}
