import type { Tell } from './change';
import { listOf, membersOf, type Side } from './side';

/** What a route wants to know of who calls it, and where that is said. */
interface Ways {
  readonly ways: readonly Way[];
  readonly pointer: string;
}

/** One way to be let in: the schemes that it takes, each with its scopes. None at all lets everybody in. */
type Way = Readonly<Record<string, readonly string[]>>;

/** Compares what a route wants to know of who calls it. */
export function compareSecurity(before: Ways, after: Ways, tell: Tell): void {
  const broken = before.ways.filter((way) => !after.ways.some((now) => isEnough(way, now)));
  const [was, is] = [inWords(before.ways), inWords(after.ways)];
  if (broken.length > 0) {
    tell('breaking', after.pointer, `it can no longer be called ${inWords(broken)}, only ${is}.`);
  } else if (was !== is) {
    tell('compatible', after.pointer, `it can now be called ${is}, before ${was}.`);
  }
}

/** What an operation wants to know: its own say, or that of the whole API. */
export function waysInto(root: Side, operation: Side): Ways {
  const own = operation.at('security');
  const list = own.value === undefined ? root.at('security') : own;
  const ways = listOf(list.value).map((way) =>
    Object.fromEntries(
      Object.entries(membersOf(way)).map(([name, scopes]) => [name, listOf(scopes).map(String)]),
    ),
  );
  return { ways: ways.length > 0 ? ways : [{}], pointer: list.pointer };
}

function isEnough(way: Way, now: Way): boolean {
  return Object.entries(now).every(
    ([name, scopes]) => scopes.every((scope) => way[name]?.includes(scope)) && name in way,
  );
}

function inWords(ways: readonly Way[]): string {
  const words = ways.map((way) => Object.entries(way).map(([name, scopes]) => [name, ...scopes].join(' ')));
  return words
    .map((parts) => (parts.length > 0 ? `with ${parts.join(' and ')}` : 'without signing in'))
    .join(' or ');
}
