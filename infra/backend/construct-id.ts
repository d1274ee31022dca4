/** A name as the id of a construct, which by custom begins with a capital: `items` as `Items`. */
export function constructId(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
