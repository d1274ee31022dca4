/** The entity tag of a version: strong, as a version is the same bytes for everybody (RFC 9110, 8.8.3). */
export function etag(version: number): string {
  return `"${version}"`;
}

/**
 * Whether an If-Match or If-None-Match header names `version`; `*` names any.
 * Both arrive here as a comma-separated list. If-Match compares strongly, so that a weak tag
 * never matches, If-None-Match weakly (RFC 9110, 13.1.1 and 13.1.2).
 */
export function names(header: string, version: number, comparison: 'strong' | 'weak'): boolean {
  return tagsIn(header).some(
    (tag) => tag === '*' || (comparison === 'weak' ? tag.replace(/^W\//, '') : tag) === etag(version),
  );
}

/** The versions an If-Match header names, or `any`. Tags that were never ours name no version. */
export function versionsIn(header: string): number[] | 'any' {
  const tags = tagsIn(header);
  if (tags.includes('*')) return 'any';
  return tags.flatMap((tag) => (/^"[1-9]\d{0,14}"$/.test(tag) ? [Number(tag.slice(1, -1))] : []));
}

/** The parts of a list. A comma or an asterisk inside of quotes belongs to somebody's tag (RFC 9110, 8.8.3). */
function tagsIn(header: string): string[] {
  return (header.match(/(?:"[^"]*"?|[^",])+/g) ?? []).map((part) => part.trim());
}
