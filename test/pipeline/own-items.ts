import { signedIn } from '../end-to-end/signed-in';

/** Creates an item as somebody who uses the stage. */
export async function create(url: string, name: string): Promise<unknown> {
  const send = await signedIn(url);
  const headers = { 'Content-Type': 'application/json' };
  const answer = await send('/items', { method: 'POST', headers, body: JSON.stringify({ name, data: {} }) });
  return answer.json();
}

/** All that this user has there, as each of several requests at once answers it. */
export async function items(url: string, times = 1): Promise<unknown[]> {
  const send = await signedIn(url);
  const answers = Array.from({ length: times }, async () => (await send('/items')).json());
  return (await Promise.all(answers)).map((answer) => (answer as { items: unknown }).items);
}
