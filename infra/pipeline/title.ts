/** The name of a step for a person: `contract-dev` is Contract dev. */
export function titleOf({ id }: { readonly id: string }): string {
  const words = id.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
