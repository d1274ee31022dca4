import type { Tell } from './change';
import { type Both, below, isSame, namesIn, pointerOf } from './side';

/** What describes a part of a document for people, and changes nothing for a client. */
const documentation = [
  'description',
  'summary',
  'operationId',
  'tags',
  'externalDocs',
  'deprecated',
  'example',
  'examples',
];

/** Tells of every other change there that it cannot be judged, so that none goes by without a word. */
export function tellTheRest(both: Both, understood: readonly string[], what: string, tell: Tell): void {
  for (const name of namesIn(both)) {
    if (understood.includes(name) || documentation.includes(name)) continue;
    const part = below(both, name);
    if (!isSame(part)) {
      tell(
        'unjudged',
        pointerOf(part),
        `${what} has a changed \`${name}\`, which this comparison does not understand.`,
      );
    }
  }
}
