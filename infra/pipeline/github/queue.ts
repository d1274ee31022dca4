/** Waits for its turn, however many wait, and cancels nothing: half a deployment is worse than a late one. */
export function queue(group: string) {
  return { group, 'cancel-in-progress': false, queue: 'max' } as const;
}
