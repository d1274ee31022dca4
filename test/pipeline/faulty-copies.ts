import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ScratchCopy } from '../end-to-end/scratch-copy';

/** Leaves one folder of the collection in a copy: here it is about what becomes of a verdict, not about the verdict. */
export function withSmallCollection(copy: ScratchCopy): ScratchCopy {
  const file = 'postman/collection.json';
  const collection = JSON.parse(readFileSync(join(copy.root, file), 'utf8'));
  const item = collection.item.filter(({ name }: { name: string }) => name === 'The life of an item');
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

/** What comes last in infra/stages.ts: the throttle of prod. */
const generous = 'throttle: { rate: 1000, burst: 2000 },\n  },\n]);';

/** A fault that only prod shows. */
export function throttleProd(copy: ScratchCopy): ScratchCopy {
  copy.edit('infra/stages.ts', generous, generous.replace('1000', '1').replace('2000', '1'));
  return copy;
}

export function mendProd(copy: ScratchCopy): void {
  copy.edit('infra/stages.ts', generous.replace('1000', '1').replace('2000', '1'), generous);
}
