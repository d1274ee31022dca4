/**
 * Reads one variable of the function's environment.
 * @throws at once, in the init of a function that was deployed without it, rather than in a user's request
 */
export function setting(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`The environment variable ${name} is not set; infra/backend sets it.`);
  return value;
}
