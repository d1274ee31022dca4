/** Whether an address is one of this machine, which needs no credentials and has nothing to lose. */
export function isHere(url: string): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(url).hostname);
}
