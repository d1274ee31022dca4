import type { PoolDefinition } from '../definition/pool-definition';

/** What the sign-up page asks for beside name and password: what is required, and an address to send a code to. */
export function attributesToAsk(definition: PoolDefinition): string[] {
  const { requiredAttributes, signInByEmail, verifiesEmail } = definition;
  const asked = new Set([...requiredAttributes, ...(verifiesEmail ? ['email'] : [])]);
  if (signInByEmail) asked.delete('email');
  return [...asked];
}
