/** Signs requests to the local engine, which does not check them. Nothing here opens anything on AWS. */
export const localCredentials = {
  accessKeyId: 'LOCALONLY',
  secretAccessKey: 'local-only',
  sessionToken: 'local-only',
};
