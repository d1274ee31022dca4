import type { LocalStack } from './assembly/read-assembly';
import { userPoolsPath } from './user-pools/start-user-pools';

/**
 * On AWS an API is at `https://<id>.execute-api.<region>.<suffix>/`, and a sign-in page at
 * `https://<domain>.auth.<region>.amazoncognito.com`: what is there is at a server here.
 */
export function outputsOf(
  { template }: LocalStack,
  apis: readonly { readonly id: string; readonly port: number }[],
): [string, string][] {
  const [first] = apis;
  return Object.entries(template.Outputs).map(([name, { Value }]) => {
    const local = apis.reduce(
      (value, { id, port }) =>
        value.replace(new RegExp(`https://${id}\\.execute-api\\.[^/]+`), `http://127.0.0.1:${port}`),
      String(Value),
    );
    const signIn = `http://127.0.0.1:${first?.port}${userPoolsPath}`;
    return [
      name,
      first ? local.replace(/https:\/\/[\w-]+\.auth\.[\w-]+\.amazoncognito\.com/, signIn) : local,
    ];
  });
}
