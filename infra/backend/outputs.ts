/** The names of a stage's outputs, by which the pipeline, the local cloud and the tests find what was deployed. */
export const outputs = {
  apiUrl: 'ApiUrl',
  userPoolId: 'UserPoolId',
  userPoolClientId: 'UserPoolClientId',
  signInUrl: 'SignInUrl',
} as const;
