/** The variables that hold tokens. They are empty in every generated file; what is put in is for nobody else to see. */
export const tokens = [
  {
    key: 'token',
    description:
      'The id token of a signed-in user, who then sends the requests. npm start prints how to get one; ' +
      'for a deployed stage the README tells how Postman gets it. When it has expired, get another.',
  },
  {
    key: 'otherToken',
    description: 'The id token of a second user; only the folders about two users need it.',
  },
  {
    key: 'accessToken',
    description: 'The access token that came with token; only to see that it is not taken for an id token.',
  },
] as const;
