import type { Tell } from './change';
import { compareSchemas, type Direction } from './schema';
import { type Both, below, namesIn } from './side';
import { tellTheRest } from './the-rest';

/** Compares the content of a request or an answer: its types, and the schema of each. */
export function compareContent(content: Both, whole: string, direction: Direction, tell: Tell): void {
  for (const type of namesIn(content)) {
    const media = below(content, type);
    const goes = direction === 'request' ? 'taken' : 'sent';
    if (media.after.value === undefined) {
      tell('breaking', media.before.pointer, `${whole} is no longer ${goes} as ${type}.`);
    } else if (media.before.value === undefined) {
      tell('compatible', media.after.pointer, `${whole} can now be ${goes} as ${type}.`);
    } else {
      compareSchemas({ schema: below(media, 'schema'), whole, direction, tell });
      tellTheRest(media, ['schema'], whole, tell);
    }
  }
}
